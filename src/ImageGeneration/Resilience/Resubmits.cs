using ImageGeneration.Jobs;
using ImageGeneration.Providers;

namespace ImageGeneration.Resilience;

/// <summary>When the same provider is asked again.</summary>
/// <remarks>A loop of the lane and not Polly's retry: that holds 600 bytes for each request that waits in it.</remarks>
internal static class Resubmits
{
    /// <summary>What was surely not accepted may be sent again, and a job that failed as often as the failure itself allows.</summary>
    public static bool MayFollow(ProviderJob job, JobRun run, RetryOptions retry) =>
        job.Failure is { IsLocal: false } failure && run.Resubmits < retry.MaxResubmits && !run.Token.IsCancellationRequested
        && FailureTable.For(failure.Kind).Same switch
        {
            SameProvider.IfNotSent => job.Reference is null && (failure.RetryAfter is not { } pause || pause < run.Scope.Left),
            SameProvider.AsFailureSays => run.Resubmits < failure.JobRetries,
            _ => false,
        };

    /// <summary>Doubled each time, with jitter; none where the paused lane holds it back, in its turn.</summary>
    public static TimeSpan Delay(ProviderFailure failure, RetryOptions retry, int resubmits) => failure.Kind == FailureKind.RateLimited
        ? TimeSpan.Zero
        : retry.BaseDelay * Math.Pow(2, resubmits) * (0.5 + Random.Shared.NextDouble());
}
