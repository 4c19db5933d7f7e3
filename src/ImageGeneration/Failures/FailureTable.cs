namespace ImageGeneration.Failures;

/// <summary>May the same provider be asked again?</summary>
internal enum SameProvider
{
    Never,

    /// <summary>When it surely accepted nothing.</summary>
    IfNotSent,

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

/// <summary>What the breaker makes of it.</summary>
internal enum BreakerEffect
{
    None,
    Counts,
    OpensLong,
}

internal readonly record struct FailureRule(SameProvider Same, NextProvider Next, BreakerEffect Breaker);

/// <summary>What follows from each kind of failure. Failover, retry and breaker read it; the README prints it.</summary>
internal static class FailureTable
{
    private static readonly FailureRule[] _rules = Build();

    public static FailureRule For(FailureKind kind) => _rules[(int)kind];

    private static FailureRule[] Build()
    {
        var rules = new FailureRule[Enum.GetValues<FailureKind>().Length];
        rules[(int)FailureKind.InvalidRequest] = new(SameProvider.Never, NextProvider.No, BreakerEffect.None);
        rules[(int)FailureKind.Unsupported] = new(SameProvider.Never, NextProvider.Yes, BreakerEffect.None);
        rules[(int)FailureKind.ContentRejected] = new(SameProvider.Never, NextProvider.IfContentMayMoveOn, BreakerEffect.None);
        rules[(int)FailureKind.Unauthorized] = new(SameProvider.Never, NextProvider.Yes, BreakerEffect.OpensLong);
        rules[(int)FailureKind.OutOfCredit] = new(SameProvider.Never, NextProvider.Yes, BreakerEffect.OpensLong);
        rules[(int)FailureKind.RateLimited] = new(SameProvider.IfNotSent, NextProvider.Yes, BreakerEffect.None);
        rules[(int)FailureKind.QueueFull] = new(SameProvider.Never, NextProvider.Yes, BreakerEffect.None);
        rules[(int)FailureKind.Unavailable] = new(SameProvider.IfNotSent, NextProvider.Yes, BreakerEffect.Counts);
        rules[(int)FailureKind.UnknownOutcome] = new(SameProvider.Never, NextProvider.IfUnknownMayMoveOn, BreakerEffect.Counts);
        rules[(int)FailureKind.TimedOut] = new(SameProvider.Never, NextProvider.Yes, BreakerEffect.Counts);
        rules[(int)FailureKind.JobFailed] = new(SameProvider.AsFailureSays, NextProvider.Yes, BreakerEffect.None);
        rules[(int)FailureKind.EmptyOutput] = new(SameProvider.Never, NextProvider.Yes, BreakerEffect.None);
        rules[(int)FailureKind.OutputExpired] = new(SameProvider.Never, NextProvider.Yes, BreakerEffect.None);
        rules[(int)FailureKind.OutputRejected] = new(SameProvider.Never, NextProvider.Yes, BreakerEffect.None);
        rules[(int)FailureKind.OutputUnavailable] = new(SameProvider.Never, NextProvider.Yes, BreakerEffect.None);
        rules[(int)FailureKind.Canceled] = new(SameProvider.Never, NextProvider.Yes, BreakerEffect.None);
        rules[(int)FailureKind.BudgetExceeded] = new(SameProvider.Never, NextProvider.Yes, BreakerEffect.None);
        rules[(int)FailureKind.PromptCheckFailed] = new(SameProvider.Never, NextProvider.No, BreakerEffect.None);
        return rules;
    }
}
