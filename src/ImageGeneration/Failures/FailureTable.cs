namespace ImageGeneration.Failures;

/// <summary>Provides what follows from each kind of failure. Failover, hedging, retry, circuit breaker, lane, jobs and budgets read it;
/// the documentation prints it.</summary>
internal static class FailureTable
{
    public static FailureRule For(FailureKind kind) => kind switch
    {
        FailureKind.InvalidRequest => new() { Next = NextProvider.No },
        FailureKind.Unsupported => new() { EndsCancellation = true },
        FailureKind.ContentRejected => new() { Next = NextProvider.IfContentMayMoveOn },
        FailureKind.Unauthorized => new() { Circuit = CircuitEffect.OpensLong },
        FailureKind.OutOfCredit => new() { Circuit = CircuitEffect.OpensLong },
        FailureKind.RateLimited => new() { Same = SameProvider.IfNotAccepted, PausesLane = true, MayPass = true, IsTransient = true },
        FailureKind.QueueFull => new() { IsTransient = true },
        FailureKind.Unavailable => new()
        {
            Same = SameProvider.IfNotAccepted,
            Circuit = CircuitEffect.Counts,
            MayPass = true,
            IsTransient = true,
        },
        FailureKind.UnknownOutcome => new()
        {
            Next = NextProvider.IfUnknownMayMoveOn,
            Circuit = CircuitEffect.Counts,
            Acceptance = JobAcceptance.Unknown,
            Billing = Billing.Open,
        },
        FailureKind.TimedOut => new()
        {
            Circuit = CircuitEffect.Counts,
            Acceptance = JobAcceptance.Accepted,
            Billing = Billing.OpenUntilSeen,
            ConfirmsCancellation = true,
            IsTransient = true,
        },
        FailureKind.JobFailed => new() { Same = SameProvider.AsFailureSays, Acceptance = JobAcceptance.Accepted, IsTransient = true },
        FailureKind.EmptyOutput => new() { Acceptance = JobAcceptance.Accepted, IsTransient = true },
        FailureKind.OutputExpired => new() { Acceptance = JobAcceptance.Accepted },
        FailureKind.OutputRejected => new() { Acceptance = JobAcceptance.Accepted },
        FailureKind.OutputUnavailable => new() { Acceptance = JobAcceptance.Accepted },
        FailureKind.Canceled => new()
        {
            Circuit = CircuitEffect.None,
            Acceptance = JobAcceptance.Unknown,
            ConfirmsCancellation = true,
            IsCancellation = true,
        },
        FailureKind.BudgetExceeded => new(),
        FailureKind.PromptCheckFailed => new() { Next = NextProvider.No },
        FailureKind.ShuttingDown => new() { Next = NextProvider.No, Circuit = CircuitEffect.None, EndsRequest = true },
        // For a provider that does not say: there may be a job.
        _ => new()
        {
            Next = NextProvider.IfUnknownMayMoveOn,
            Circuit = CircuitEffect.None,
            Acceptance = JobAcceptance.Unknown,
            Billing = Billing.Open,
        },
    };
}
