using ImageGeneration.Breaking;
using ImageGeneration.Jobs;
using ImageGeneration.Limiting;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;

namespace ImageGeneration.Lanes;

/// <summary>Acquires the permits of a lane, explains why there is none, and throttles the lane when the provider asks for it.</summary>
internal sealed class LanePermits(
    string provider, ProviderOptions options, IJobLimiter limiter, ProviderCircuits circuits, RunTimeHistory runTimes, TimeProvider time)
    : IDisposable
{
    // Only the library's own limiter reports positions; where an application's limiter keeps its queue is unknown.
    private readonly QueuePositionReporter? _positions = limiter is JobLimiter own ? new(provider, own, runTimes, time) : null;

    public PermitWaitStatistics Waits { get; } = new();

    public void Dispose() => _positions?.Dispose();

    /// <summary>Waits for a permit, in order.</summary>
    /// <returns>The permit; or null, and the reason why there is none.</returns>
    public async ValueTask<(HeldPermit? Permit, ProviderFailure? Refusal)> AcquireAsync(
        JobContext context, CancellationToken cancellationToken)
    {
        var shuttingDown = context.Scope.ShuttingDown;
        if (shuttingDown.IsCancellationRequested)
        {
            return (null, ShuttingDown);
        }

        var listener = context.Scope.Progress is null || _positions is null ? null : new PermitListener(context);
        var request = new PermitRequest
        {
            MaxPause = context.IsLastResort ? TimeSpan.MaxValue : options.RateLimit.MaxThrottleWait,
            TimeLeft = context.Scope.Left,
            Listener = listener,
        };
        try
        {
            var acquiring = limiter.AcquireAsync(request, cancellationToken);
            if (!acquiring.IsCompleted && listener is not null)
            {
                _positions!.Add(listener);
            }

            var decision = await acquiring.ConfigureAwait(false);
            if (decision.Permit is not { } permit)
            {
                return (null, shuttingDown.IsCancellationRequested ? ShuttingDown : Refusal(decision));
            }

            if (shuttingDown.IsCancellationRequested)
            {
                new HeldPermit(permit).ReturnUnused();
                return (null, ShuttingDown);
            }

            context.PermitTime += decision.Waited;
            Waits.Record(decision.Waited);
            return (new(permit), null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (null, context.StopReason(provider) with { Origin = FailureOrigin.Local });
        }
    }

    /// <summary>Applies the consequences of a submit without a job: a caller that left before it has sent nothing, and a throttling
    /// request of the provider holds all callers back.</summary>
    public async ValueTask<ProviderJob> RefundAsync(HeldPermit permit, ProviderJob job, CancellationToken cancellationToken)
    {
        if (job.IsUnsent)
        {
            permit.ReturnUnused();
        }
        else if (job.Failure is { Scope: FailureScope.Provider } failure && PauseAfter(failure) is { } pause)
        {
            await limiter.PauseAsync(pause, cancellationToken).ConfigureAwait(false);
        }

        return job;
    }

    // A refusal that names no time throttles all the same.
    private TimeSpan? PauseAfter(ProviderFailure failure) =>
        failure is { Rule.PausesLane: true, RetryAfter: null or { Ticks: <= 0 } } ? DefaultThrottleDelay
        : failure.RetryAfter > RetryAfter.Max ? RetryAfter.Max
        : failure.RetryAfter;

    private TimeSpan DefaultThrottleDelay =>
        options.Retry.BaseDelay > TimeSpan.Zero ? options.Retry.BaseDelay : TimeSpan.FromSeconds(0.5);

    private ProviderFailure Refusal(PermitDecision decision) => decision.Refusal switch
    {
        PermitRefusal.QueueFull => Local(
            FailureKind.QueueFull,
            decision.Reason ?? $"{options.RateLimit.QueueLimit} requests are already waiting (RateLimit:QueueLimit).",
            decision.RetryAfter),
        PermitRefusal.Paused => Local(
            FailureKind.RateLimited,
            decision.Reason ?? "the provider asked for a longer wait than RateLimit:MaxThrottleWait or the deadline allows.",
            decision.RetryAfter),
        PermitRefusal.ShuttingDown => ShuttingDown,
        PermitRefusal.CircuitOpen => Local(
            FailureKind.Unavailable,
            decision.Reason ?? "its circuit opened while the request waited.",
            circuits.Provider.BreakRemaining ?? TimeSpan.Zero),
        _ => Local(FailureKind.Unavailable, decision.Reason ?? "the limiter could not decide.", decision.RetryAfter),
    };

    private ProviderFailure ShuttingDown => Local(FailureKind.ShuttingDown, "the application is shutting down.", null);

    private ProviderFailure Local(FailureKind kind, string message, TimeSpan? retryAfter) =>
        new(kind, $"{provider}: {message}") { Origin = FailureOrigin.Local, RetryAfter = retryAfter };
}
