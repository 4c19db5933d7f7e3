using ImageGeneration.Providers;
using ImageGeneration.Routing;
using ImageGeneration.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Failover;

/// <summary>Makes an attempt; where it takes longer than usual and the price of it is allowed, the next provider is started beside it. The
/// first to finish wins, the other is canceled.</summary>
internal sealed class HedgingRunner(
    AttemptRunner attempts, IOptions<ImageGenerationServiceOptions> options, TimeProvider time, ILogger<HedgingRunner> logger)
{
    private const int LeastSeen = 10;

    private readonly GuardedLogger _logger = GuardedLogger.Around(logger);

    private RoutingOptions Current => options.Value.Routing;

    public Task<AttemptResult> RunAsync(in AttemptPlan step) =>
        PatienceWith(step) is { } patience ? RaceAsync(step, patience) : attempts.RunAsync(attempts.Create(step, step.Stop));

    /// <summary>How long the first is waited for alone; null where no other is ever started.</summary>
    private TimeSpan? PatienceWith(in AttemptPlan step) =>
        Current.Hedging.MaxExtraCostUsd is null || step.At == step.Stops.Count - 1
            ? null
            : step.Stop.Lane.RunTimes.Percentile(step.Stop.Adapted.Slice(step.First, step.Count), Current.Hedging.Percentile, LeastSeen);

    private async Task<AttemptResult> RaceAsync(AttemptPlan step, TimeSpan patience)
    {
        using var first = new HedgedAttempt(attempts, step, step.Stop, patience, time);
        if (await first.CompletesWithinAsync(patience).ConfigureAwait(false)
            || step.Scope.IsOver
            || Second(step) is not { } next)
        {
            return await first.Running.ConfigureAwait(false);
        }

        var (slow, other) = (step.Stop.Lane.Provider.Name, next.Lane.Provider.Name);
        FailoverLog.Hedging(_logger, slow, patience, other);
        step.Scope.Report(other, GenerationPhase.Hedging, detail: $"{slow} takes longer than usual");
        using var second = new HedgedAttempt(attempts, step, next, hedgeDelay: null, time);
        var isFirst = await Task.WhenAny(first.Running, second.Running).ConfigureAwait(false) == first.Running;
        var (ended, open) = isFirst ? (first, second) : (second, first);
        var result = await ended.Running.ConfigureAwait(false);
        if (result.Job.Failure is not null && MayStillDeliver(result.Job, step.Stop.Adapted.Request.Model))
        {
            var late = await open.Running.ConfigureAwait(false);
            return late.Job.Failure is null || !isFirst ? late with { Beside = result } : result with { Beside = late };
        }

        var reason = result.Job.Failure is null ? $"{ended.Name} was faster" : $"{ended.Name} refused the request";
        return result with { Beside = await open.CancelAsync(reason).ConfigureAwait(false) };
    }

    // A lost answer may forbid to ask somebody new. Who runs already is asked and paid.
    private bool MayStillDeliver(ProviderJob failed, ImageModel model) =>
        failed.Acceptance == JobAcceptance.Unknown || Current.MayMoveOn(failed.Failure, model);

    /// <summary>Who is free, able to do it in one job, and cheap enough.</summary>
    private RouteCandidate? Second(in AttemptPlan step)
    {
        for (var i = step.At + 1; i < step.Stops.Count; i++)
        {
            var stop = step.Stops[i];
            if (stop.CostOf(step.Count) <= Current.Hedging.MaxExtraCostUsd && stop.Adapted.MaxImagesPerJob >= step.Count
                && stop.Lane.HeldForRequest(stop.Adapted.Request) is null && stop.Lane.Limiter.Waiting == 0)
            {
                return stop;
            }
        }

        return null;
    }
}
