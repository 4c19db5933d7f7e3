using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using Polly;
using Polly.Retry;

namespace ImageGeneration.Resilience;

/// <summary>Asks the same provider again: for what it surely has not accepted, and for a job that failed, as often as the failure itself
/// allows.</summary>
/// <remarks>Polly's retry holds 960 bytes for each request that waits inside it. Only one that is really asked again enters it, with the
/// answer it has.</remarks>
internal sealed class Resubmits(RetryOptions options, TimeProvider time, Func<JobRun, CancellationToken, ValueTask<ProviderJob>> submit)
{
    private static readonly ResiliencePropertyKey<JobRun> _run = new("ImageGeneration.JobRun");

    private readonly ResiliencePipeline<ProviderJob> _pipeline = Build(options, time);

    /// <summary>Whether another submit may follow this answer.</summary>
    public bool MayFollow(ProviderJob answer, JobRun run) => options.MaxResubmits > 0 && MayFollow(answer, run, resubmits: 0);

    /// <summary>Goes on from an answer that another submit may follow.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits any more.</exception>
    public async ValueTask<ProviderJob> FollowAsync(ProviderJob answer, JobRun run, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        context.Properties.Set(_run, run);
        try
        {
            var (known, last) = (answer, answer);
            var outcome = await _pipeline
                .ExecuteOutcomeAsync(
                    async (context, _) => Outcome.FromResult(
                        last = Interlocked.Exchange(ref known, null!)
                            ?? Explained(await submit(run, context.CancellationToken).ConfigureAwait(false), last)),
                    context,
                    state: 0)
                .ConfigureAwait(false);
            outcome.ThrowIfException();
            return outcome.Result!;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    // Where the budget has no room for another job, what went wrong is still what the last one met.
    private static ProviderJob Explained(ProviderJob next, ProviderJob last)
    {
        if (next.Failure is not { Kind: FailureKind.BudgetExceeded, IsLocal: true } refusal)
        {
            return next;
        }

        var failure = last.Failure!;
        return last with { Failure = failure with { JobRetries = 0, Message = $"{failure.Message} Not tried again: {refusal.Message}" } };
    }

    private static ResiliencePipeline<ProviderJob> Build(RetryOptions options, TimeProvider time) =>
        options.MaxResubmits == 0
            ? ResiliencePipeline<ProviderJob>.Empty
            : new ResiliencePipelineBuilder<ProviderJob> { TimeProvider = time }.AddRetry(new RetryStrategyOptions<ProviderJob>
            {
                MaxRetryAttempts = options.MaxResubmits,
                ShouldHandle = static args => new(
                    args.Outcome.Result is { } job && MayFollow(job, args.Context.Properties.GetValue(_run, null!), args.AttemptNumber)),
                DelayGenerator = args => new(Delay(args.Outcome.Result!.Failure!, options, args.AttemptNumber)),
            })
            .Build();

    private static bool MayFollow(ProviderJob job, JobRun run, int resubmits) =>
        job.Failure is { IsLocal: false } failure && !run.Token.IsCancellationRequested && FailureTable.For(failure.Kind).Same switch
        {
            SameProvider.IfNotSent => job.Reference is null && failure.Scope != FailureScope.Request
                && (failure.RetryAfter is not { } pause || pause < run.Scope.Left),
            SameProvider.AsFailureSays => resubmits < failure.JobRetries,
            _ => false,
        };

    // Doubled each time, with jitter; none where the paused lane holds it back, in its turn.
    private static TimeSpan Delay(ProviderFailure failure, RetryOptions options, int resubmits) => failure.Kind == FailureKind.RateLimited
        ? TimeSpan.Zero
        : options.BaseDelay * Math.Pow(2, resubmits) * (0.5 + Random.Shared.NextDouble());
}
