using ImageGeneration.Failures;
using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using Polly;

namespace ImageGeneration.Lanes;

/// <summary>Submits again to the same provider: what it surely has not accepted, and a job that failed, as often as the failure itself
/// allows.</summary>
/// <remarks>Polly's own retry holds 960 bytes for each request that waits inside it, and whether to retry depends here on the request's
/// deadline, on the last failure and on the budget at once.</remarks>
internal sealed class SubmitRetryStrategy(RetryOptions options, TimeProvider time) : ResilienceStrategy<ProviderJob>
{
    protected override async ValueTask<Outcome<ProviderJob>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<ProviderJob>>> callback, ResilienceContext context, TState state)
    {
        var outcome = await callback(context, state).ConfigureAwait(false);
        for (var retries = 0; outcome.Result is { } last && state is LaneRun run && ShouldRetry(last, run.Job, retries); retries++)
        {
            await Task.Delay(Delay(last.Failure!, retries), time, context.CancellationToken).ConfigureAwait(false);
            outcome = await callback(context, state).ConfigureAwait(false);
            if (outcome.Result is { Failure: { IsOfBudget: true } refusal })
            {
                return Outcome.FromResult(WithBudgetRefusal(last, refusal));
            }
        }

        return outcome;
    }

    private bool ShouldRetry(ProviderJob job, JobContext context, int retries) =>
        retries < options.MaxResubmits && job is { IsUnsent: false, Failure: { } failure }
        && !context.Token.IsCancellationRequested && !context.Scope.ShuttingDown.IsCancellationRequested
        && failure.Rule.Same switch
        {
            SameProvider.IfNotAccepted => !job.MayBeBilled && failure.Scope != FailureScope.Request
                && (failure.RetryAfter is not { } pause || pause < context.Scope.Left),
            SameProvider.AsFailureSays => retries < failure.JobRetries,
            _ => false,
        };

    // Doubled each time, with jitter; none when the throttled lane already delays it.
    private TimeSpan Delay(ProviderFailure failure, int retries) => failure.Rule.PausesLane
        ? TimeSpan.Zero
        : options.BaseDelay * Math.Pow(2, retries) * (0.5 + Random.Shared.NextDouble());

    // When the budget has no room for another job, the last failure remains the one to report.
    private static ProviderJob WithBudgetRefusal(ProviderJob last, ProviderFailure refusal)
    {
        var failure = last.Failure!;
        return last with { Failure = failure with { JobRetries = 0, Message = $"{failure.Message} Not retried: {refusal.Message}" } };
    }
}
