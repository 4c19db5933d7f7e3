namespace ImageGeneration.Failures;

/// <summary>Specifies whether the same provider may be asked again.</summary>
internal enum SameProvider
{
    Never,

    /// <summary>If it surely accepted nothing.</summary>
    IfNotAccepted,

    /// <summary>As often as the failure itself allows: each time is a new job.</summary>
    AsFailureSays,
}

/// <summary>Specifies whether the next provider may be asked.</summary>
internal enum NextProvider
{
    No,
    Yes,

    /// <summary>If <c>Routing:FailoverOnContentRejected</c> is set.</summary>
    IfContentMayMoveOn,

    /// <summary>If <c>Routing:FailoverOnUnknownOutcome</c> is set.</summary>
    IfUnknownMayMoveOn,
}

/// <summary>Specifies the effect on the circuit breaker.</summary>
internal enum CircuitEffect
{
    /// <summary>It says nothing about the provider.</summary>
    None,

    /// <summary>The provider answers, as after a success.</summary>
    Success,

    /// <summary>It counts as a failure.</summary>
    Counts,

    /// <summary>The circuit opens at once, for the long break duration, until the key or the account is in order.</summary>
    OpensLong,
}

/// <summary>Specifies the cost of an accepted job that ended this way. A job that was not accepted costs nothing.</summary>
internal enum Billing
{
    /// <summary>As the price table says for its images and its run time.</summary>
    ByPrice,

    /// <summary>Unknown, unless the provider confirmed the end or reported the run time: it may still run.</summary>
    OpenUntilSeen,

    /// <summary>Unknown.</summary>
    Open,
}

/// <summary>Represents one row of the <see cref="FailureTable"/>.</summary>
internal readonly record struct FailureRule()
{
    public SameProvider Same { get; init; }

    public NextProvider Next { get; init; } = NextProvider.Yes;

    public CircuitEffect Circuit { get; init; } = CircuitEffect.Success;

    /// <summary>Gets whether there is a job when a submit is answered this way and names none.</summary>
    public JobAcceptance Acceptance { get; init; } = JobAcceptance.NotAccepted;

    public Billing Billing { get; init; }

    /// <summary>Whether the provider asks all requests to wait, even when it names no time.</summary>
    public bool PausesLane { get; init; }

    /// <summary>Whether a status read that fails this way says nothing about its job, however often; any other does three times in a
    /// row.</summary>
    public bool MayPass { get; init; }

    /// <summary>Whether the same request may succeed later without a change.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether a cancellation that is answered this way is not repeated.</summary>
    public bool EndsCancellation { get; init; }

    /// <summary>Whether the request ends with it, whichever providers are left.</summary>
    public bool EndsRequest { get; init; }

    /// <summary>Whether a job that ended this way was stopped, which confirms its cancellation.</summary>
    public bool ConfirmsCancellation { get; init; }

    /// <summary>Whether the job was stopped on purpose: what it still delivers is not wanted.</summary>
    public bool IsCancellation { get; init; }
}
