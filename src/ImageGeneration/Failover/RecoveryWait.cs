using ImageGeneration.Jobs;
using ImageGeneration.Routing;
using ImageGeneration.Telemetry;
using ImageGeneration.Timing;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Failover;

/// <summary>Waits for the first provider that recovers, when every circuit is open or every provider is throttled.</summary>
internal sealed class RecoveryWait(TimeProvider time, ILogger<RecoveryWait> logger)
{
    private readonly GuardedLogger _logger = GuardedLogger.Around(logger);

    /// <summary>Waits for the first of several providers.</summary>
    /// <param name="held">The providers that took nothing and may be asked again.</param>
    /// <param name="maxWait">The longest time to wait.</param>
    /// <param name="scope">The request, whose deadline bounds the wait.</param>
    /// <returns>The providers that may be asked now, in their order; empty when none recovers in time.</returns>
    public async ValueTask<List<RouteCandidate>> ForFirstOfAsync(List<RouteCandidate> held, TimeSpan maxWait, RequestScope scope)
    {
        maxWait = maxWait < scope.Left ? maxWait : scope.Left;
        if (Recovering(held, maxWait) is not { Count: > 0 } waited || scope.IsOver)
        {
            return [];
        }

        FailoverLog.WaitingForRecovery(_logger);
        scope.Report(waited[0].Lane.Provider.Name, GenerationPhase.WaitingForRecovery);
        using var limit = new CancellationTokenSource(maxWait, time);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(scope.Token, scope.ShuttingDown, limit.Token);
        var (since, ready) = (time.GetTimestamp(), new List<RouteCandidate>());
        while (waited.Count > 0 && ready.Count == 0 && await FirstAsync(waited, enough.Token).ConfigureAwait(false))
        {
            // The probe of another request may have failed: then the circuit has opened anew.
            ready = waited.FindAll(candidate => candidate.Lane.HeldForRequest(candidate.Adapted.Request) is null);
            waited = Recovering(waited, maxWait - time.GetElapsedTime(since));
        }

        await enough.CancelAsync().ConfigureAwait(false);
        return ready;
    }

    private static List<RouteCandidate> Recovering(List<RouteCandidate> held, TimeSpan maxWait) =>
        held.FindAll(candidate => candidate.Lane.HeldForRequest(candidate.Adapted.Request) is not { } left || left < maxWait);

    private async Task<bool> FirstAsync(List<RouteCandidate> held, CancellationToken enough) =>
        await (await Task.WhenAny(held.Select(candidate => ReadyAsync(candidate, enough))).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Waits for one provider; returns false when it did not recover in time.</summary>
    private async Task<bool> ReadyAsync(RouteCandidate candidate, CancellationToken cancellationToken)
    {
        try
        {
            await candidate.Lane.Circuits.WaitUntilRetryAllowedAsync(candidate.Adapted.Request, cancellationToken).ConfigureAwait(false);
            await time.WaitOutAsync(() => candidate.Lane.Limiter.PauseLeft, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
