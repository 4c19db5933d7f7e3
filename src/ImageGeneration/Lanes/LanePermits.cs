using ImageGeneration.Breaking;
using ImageGeneration.Jobs;
using ImageGeneration.Limiting;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Http;
using ImageGeneration.Timing;

namespace ImageGeneration.Lanes;

/// <summary>The permits of a lane: waits for them, tells why there is none, and pauses the lane where the provider asks for it.</summary>
internal sealed class LanePermits(
    string provider, ProviderOptions options, JobLimiter limiter, ProviderCircuits circuits, RunTimeHistory runTimes, TimeProvider time)
    : IDisposable
{
    private readonly QueuePositionReporter _watch = new(provider, limiter, runTimes, time);

    public PermitWaitStatistics Waits { get; } = new();

    public void Dispose() => _watch.Dispose();

    /// <summary>Waits for a permit, in order.</summary>
    /// <returns>The permit; null where there is none, and why.</returns>
    public async ValueTask<(PermitLease? Permit, ProviderFailure? Refusal)> AcquireAsync(
        JobContext context, CancellationToken cancellationToken)
    {
        var patience = context.IsLastResort ? TimeSpan.MaxValue : options.RateLimit.Patience;
        var listener = context.Scope.Progress is null ? null : new PermitListener(context);
        try
        {
            var acquiring = limiter.AcquireAsync(patience, context.Scope.Left, listener, cancellationToken);
            if (!acquiring.IsCompleted && listener is not null)
            {
                _watch.Add(listener);
            }

            var lease = await acquiring.ConfigureAwait(false);
            if (lease is not PermitLease permit)
            {
                return (null, Refusal((RefusedLease)lease));
            }

            context.PermitTime += permit.Wait;
            Waits.Record(permit.Wait);
            return (permit, null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (null, context.StopReason(provider) with { Origin = FailureOrigin.Local });
        }
    }

    /// <summary>Draws the consequence of a submit that brought no job: whoever has left before it has sent nothing, and what the provider asks
    /// for holds everybody back, not one caller.</summary>
    public void Refund(PermitLease permit, ProviderJob job)
    {
        if (job.IsUnsent)
        {
            permit.GiveBackUnsent();
        }
        else if (job.Failure is { Scope: FailureScope.Provider } failure && PauseAfter(failure) is { } pause)
        {
            limiter.Pause(pause);
        }
    }

    // A refusal that names no time holds back all the same.
    private TimeSpan? PauseAfter(ProviderFailure failure) =>
        failure is { Rule.PausesLane: true, RetryAfter: null or { Ticks: <= 0 } } ? DefaultThrottleDelay
        : failure.RetryAfter > RetryAfter.Longest ? RetryAfter.Longest
        : failure.RetryAfter;

    private TimeSpan DefaultThrottleDelay =>
        options.Retry.BaseDelay > TimeSpan.Zero ? options.Retry.BaseDelay : TimeSpan.FromSeconds(0.5);

    private ProviderFailure Refusal(RefusedLease lease) => lease.Refusal switch
    {
        LaneRefusal.QueueFull => Local(
            FailureKind.QueueFull, $"{options.RateLimit.QueueLimit} requests already wait (RateLimit:QueueLimit).", null),
        LaneRefusal.Paused => Local(
            FailureKind.RateLimited,
            "the provider asked for a longer pause than RateLimit:Patience or the deadline allows.",
            lease.RetryAfter),
        LaneRefusal.Closing => Local(FailureKind.ShuttingDown, "the application is shutting down.", null),
        _ => Local(
            FailureKind.Unavailable, "the provider was found broken while the request waited.", circuits.Provider.RestLeft ?? TimeSpan.Zero),
    };

    private ProviderFailure Local(FailureKind kind, string message, TimeSpan? retryAfter) =>
        new(kind, $"{provider}: {message}") { Origin = FailureOrigin.Local, RetryAfter = retryAfter };
}
