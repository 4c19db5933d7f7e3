using ImageGeneration.Jobs;
using ImageGeneration.Resilience;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Routing;

/// <summary>Waits, when every provider rests or has asked for a pause, for the first that recovers.</summary>
internal sealed class RecoveryWait(TimeProvider time, ILogger<RecoveryWait> logger)
{
    /// <summary>Waits for one of them.</summary>
    /// <param name="held">Providers that took nothing and may be asked again.</param>
    /// <param name="patience">The longest wait.</param>
    /// <param name="scope">Whose deadline bounds it.</param>
    /// <returns>Those that may be asked now, in their order; none when nobody recovers in time.</returns>
    public async ValueTask<List<ProviderChoice>> ForFirstOfAsync(List<ProviderChoice> held, TimeSpan patience, RequestScope scope)
    {
        patience = patience < scope.Left ? patience : scope.Left;
        held = held.FindAll(stop => stop.Lane.HeldFor is not { } rest || rest < patience);
        if (held.Count == 0 || scope.Token.IsCancellationRequested)
        {
            return [];
        }

        RoutingLog.WaitingForRecovery(logger);
        scope.Report(held[0].Lane.Provider.Name, GenerationPhase.WaitingForRecovery);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(scope.Token);
        using var timer = time.CreateTimer(
            static source => ((CancellationTokenSource)source!).Cancel(), enough, patience, Timeout.InfiniteTimeSpan);
        var first = await Task.WhenAny(held.Select(stop => ReadyAsync(stop.Lane, enough.Token))).ConfigureAwait(false);
        var isReady = await first.ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        return isReady ? held.FindAll(stop => stop.Lane.HeldFor is null) : [];
    }

    /// <summary>False when it was not ready in time.</summary>
    private async Task<bool> ReadyAsync(ProviderLane lane, CancellationToken cancellationToken)
    {
        try
        {
            await lane.Breaker.WhenProbedOrRestedAsync(cancellationToken).ConfigureAwait(false);
            await time.WaitOutAsync(() => lane.Limiter.PauseLeft, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
