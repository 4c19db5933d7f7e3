using ImageGeneration.Routing;
using ImageGeneration.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Failover;

/// <summary>Runs an attempt; when its job takes longer than usual and the price allows it, starts the next provider beside it. The first
/// to deliver wins, the other is canceled.</summary>
internal sealed class HedgingRunner(
    AttemptServices services, IOptions<ImageGenerationServiceOptions> options, ILogger<HedgingRunner> logger)
{
    private const int MinRunTimes = 10;

    private readonly GuardedLogger _logger = GuardedLogger.Around(logger);

    private RoutingOptions Current => options.Value.Routing;

    public Task<AttemptResult> RunAsync(in AttemptPlan plan) =>
        HedgeDelay(plan) is { } delay ? RaceAsync(plan, delay) : new Attempt(services, plan, plan.Choice).RunAsync();

    /// <summary>Gets how long the first attempt runs alone; null when it is never hedged.</summary>
    private TimeSpan? HedgeDelay(in AttemptPlan plan) =>
        Current.Hedging.MaxExtraCostUsd is null || plan.IsLast
            ? null
            : plan.Choice.Lane.RunTimes.Percentile(
                plan.Choice.Adapted.Slice(plan.First, plan.Count), Current.Hedging.Percentile, MinRunTimes);

    private async Task<AttemptResult> RaceAsync(AttemptPlan plan, TimeSpan delay)
    {
        using var first = new HedgedAttempt(services, plan, plan.Choice, delay);
        if (await first.JobEndsWithinAsync(delay).ConfigureAwait(false)
            || plan.Scope.IsOver
            || FindHedge(plan) is not { } hedge)
        {
            return await first.Running.ConfigureAwait(false);
        }

        var (slow, other) = (first.Provider, hedge.Lane.Provider.Name);
        FailoverLog.Hedging(_logger, slow, delay, other);
        plan.Scope.Report(new()
        {
            Provider = other,
            Phase = GenerationPhase.Hedging,
            FromProvider = slow,
            Detail = $"{slow} takes longer than usual",
        });
        using var second = new HedgedAttempt(services, plan, hedge, hedgeDelay: null);
        var isFirst = await Task.WhenAny(first.Running, second.Running).ConfigureAwait(false) == first.Running;
        var (ended, open) = isFirst ? (first, second) : (second, first);
        var result = await ended.Running.ConfigureAwait(false);
        if (result.Failure is not null && MayStillDeliver(result, plan.Request.Model))
        {
            var late = await open.Running.ConfigureAwait(false);
            return late.Failure is null || !isFirst ? late with { HedgeResult = result } : result with { HedgeResult = late };
        }

        var reason = result.Failure is null ? $"{ended.Provider} was faster" : $"{ended.Provider} refused the request";
        return result with { HedgeResult = await open.CancelAsync(reason).ConfigureAwait(false) };
    }

    // A lost answer may forbid asking a new provider. The one that runs already has been asked, and is paid for.
    private bool MayStillDeliver(AttemptResult failed, ImageModel model) =>
        failed.Job.Acceptance == JobAcceptance.Unknown || Current.MayMoveOn(failed.Failure, model);

    /// <summary>Finds a provider that is free, can make the images in one job, and is cheap enough.</summary>
    private RouteCandidate? FindHedge(in AttemptPlan plan)
    {
        for (var i = plan.At + 1; i < plan.Route.Count; i++)
        {
            var choice = plan.Route[i];
            if (choice.CostOf(plan.Count) <= Current.Hedging.MaxExtraCostUsd && choice.Adapted.MaxImagesPerJob >= plan.Count
                && choice.Lane.HeldForRequest(choice.Adapted.Request) is null && choice.Lane.Limiter.Waiting == 0)
            {
                return choice;
            }
        }

        return null;
    }
}
