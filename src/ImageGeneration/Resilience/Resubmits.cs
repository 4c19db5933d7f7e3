using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using Polly;
using Polly.Retry;

namespace ImageGeneration.Resilience;

/// <summary>When the same provider is asked again.</summary>
internal static class Resubmits
{
    /// <summary>The run that a retry belongs to.</summary>
    public static readonly ResiliencePropertyKey<JobRun> Run = new("ImageGeneration.JobRun");

    /// <summary>Submits again what was surely not accepted.</summary>
    public static ResiliencePipeline<JobStart> Pipeline(string provider, RetryOptions retry, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<JobStart> { Name = provider, TimeProvider = time };
        if (retry.MaxResubmits > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<JobStart>
            {
                MaxRetryAttempts = retry.MaxResubmits,
                ShouldHandle = args => new(
                    args.Outcome.Exception is null && MayBeRepeated(args.Outcome.Result.Job, args.Context.Properties.GetValue(Run, null!), retry)),
                DelayGenerator = args => new(args.Outcome.Result.Job.Failure is { Kind: FailureKind.RateLimited }
                    ? TimeSpan.Zero // the paused limiter holds it, in its turn
                    : Delay(retry, args.AttemptNumber)),
                OnRetry = static args =>
                {
                    args.Context.Properties.GetValue(Run, null!).Resubmits++;
                    return default;
                },
            });
        }

        return builder.Build();
    }

    /// <summary>A job that was accepted and failed may be tried again, as often as the failure itself allows.</summary>
    public static bool MayFollow(ProviderJob job, JobRun run, RetryOptions retry) =>
        job.Failure is { IsLocal: false } failure && FailureTable.For(failure.Kind).Same == SameProvider.AsFailureSays
        && run.Resubmits < Math.Min(failure.JobRetries, retry.MaxResubmits) && !run.Scope.Token.IsCancellationRequested;

    /// <summary>Doubled each time, with jitter.</summary>
    public static TimeSpan Delay(RetryOptions retry, int resubmits) => retry.BaseDelay * Math.Pow(2, resubmits) * (0.5 + Random.Shared.NextDouble());

    private static bool MayBeRepeated(ProviderJob job, JobRun run, RetryOptions retry) =>
        job is { Reference: null, Failure: { IsLocal: false } failure } && FailureTable.For(failure.Kind).Same == SameProvider.IfNotSent
        && run.Resubmits < retry.MaxResubmits && !run.Scope.Token.IsCancellationRequested
        && (failure.RetryAfter is not { } pause || pause < run.Scope.Left);
}
