namespace ImageGeneration.Failures;

/// <summary>May the same provider be asked again?</summary>
internal enum SameProvider
{
    Never,

    /// <summary>When it surely accepted nothing.</summary>
    IfNotAccepted,

    /// <summary>As often as the failure itself allows: each is a new job.</summary>
    AsFailureSays,
}

/// <summary>May the next provider be asked?</summary>
internal enum NextProvider
{
    No,
    Yes,

    /// <summary><c>Routing:FailoverOnContentRejected</c></summary>
    IfContentMayMoveOn,

    /// <summary><c>Routing:FailoverOnUnknownOutcome</c></summary>
    IfUnknownMayMoveOn,
}

/// <summary>What it says to the circuit breaker.</summary>
internal enum CircuitEffect
{
    /// <summary>Nothing about the provider.</summary>
    None,

    /// <summary>The provider answers, as after a success.</summary>
    SignOfLife,

    /// <summary>It counts as a failure.</summary>
    Counts,

    /// <summary>The circuit opens at once, for long, until the key or the account is in order.</summary>
    OpensLong,
}

/// <summary>What an accepted job that ended so costs. One that was not accepted costs nothing.</summary>
internal enum Billing
{
    /// <summary>What the price table says of its images and its run time.</summary>
    ByPrice,

    /// <summary>Unknown, unless the provider confirmed the end or told the run time: it may still run.</summary>
    OpenUntilSeen,

    /// <summary>Unknown.</summary>
    Open,
}

/// <summary>One row of the <see cref="FailureTable"/>.</summary>
internal readonly record struct FailureRule()
{
    public SameProvider Same { get; init; }

    public NextProvider Next { get; init; } = NextProvider.Yes;

    public CircuitEffect Circuit { get; init; } = CircuitEffect.SignOfLife;

    /// <summary>Whether there is a job where a submit is answered so and no job is named.</summary>
    public JobAcceptance Acceptance { get; init; } = JobAcceptance.NotAccepted;

    public Billing Billing { get; init; }

    /// <summary>The provider asks everybody to wait, also where it names no time.</summary>
    public bool PausesLane { get; init; }

    /// <summary>A status read that fails so says nothing about its job, however often; any other three times in a row do.</summary>
    public bool MayPass { get; init; }

    /// <summary>The same request may succeed later without a change.</summary>
    public bool IsTransient { get; init; }

    /// <summary>A cancellation that is answered so is not asked for again.</summary>
    public bool EndsCancellation { get; init; }

    /// <summary>The request has come to its end with it, whatever else might be asked.</summary>
    public bool EndsRequest { get; init; }

    /// <summary>A job that ended so was stopped: its cancellation is confirmed.</summary>
    public bool ConfirmsCancellation { get; init; }

    /// <summary>Somebody stopped it on purpose: what it still brings is not wanted.</summary>
    public bool IsCancellation { get; init; }
}
