using Microsoft.Extensions.Options;

namespace ImageGeneration.Routing;

/// <summary>Starts to count the workers of a route's providers beside a request when the order depends on the expected time: for the
/// requests after it.</summary>
internal sealed class WorkerRefresh(IProviderSelector selector, IOptions<ImageGenerationServiceOptions> options)
{
    public void Start(ImageGenerationRequest request, in PlannedRoute route)
    {
        var routing = options.Value.Routing;
        if (route.Candidates.Count < 2 || routing.EffectiveWorkerCountInterval is not { } interval || !IsTimeOfMatter(request, route))
        {
            return;
        }

        foreach (var candidate in route.Candidates)
        {
            if (candidate.Adapted.Capabilities.ReportsWorkers)
            {
                candidate.Lane.Workers.Refresh(candidate.Adapted.Request.ModelId, interval);
            }
        }
    }

    // What a selector of the application considers is unknown.
    private bool IsTimeOfMatter(ImageGenerationRequest request, in PlannedRoute route) =>
        selector is not ProviderSelector || ProviderSelector.StrategyFor(request, options.Value.Routing.Strategy) switch
        {
            RoutingStrategy.LowestLatency => true,
            RoutingStrategy.LowestCost => MayMissDeadline(request, route) || HasTie(route, static (one, other) =>
                ProviderSelector.Rank(one.Cost) == ProviderSelector.Rank(other.Cost)),
            RoutingStrategy.HighestQuality => MayMissDeadline(request, route) || HasTie(route, static (one, other) =>
                one.Lane.Options.Quality == other.Lane.Options.Quality),
            _ => false,
        };

    private bool MayMissDeadline(ImageGenerationRequest request, in PlannedRoute route)
    {
        var deadline = request.Deadline ?? options.Value.Deadline;
        foreach (var candidate in route.Candidates)
        {
            var boot = candidate.Latency.BootTime > TimeSpan.Zero ? candidate.Latency.BootTime : LatencyForecast.TypicalBootTime;
            if (candidate.Adapted.Capabilities.ReportsWorkers
                && (candidate.Latency with { ColdStartProbability = 1, BootTime = boot }).Total > deadline)
            {
                return true;
            }
        }

        return false;
    }

    // Only Balanced lets the time decide between equals; they stand side by side.
    private bool HasTie(in PlannedRoute route, Func<RouteCandidate, RouteCandidate, bool> areEqual)
    {
        if (options.Value.Routing.Strategy != RoutingStrategy.Balanced)
        {
            return false;
        }

        for (var i = 1; i < route.Candidates.Count; i++)
        {
            if (areEqual(route.Candidates[i - 1], route.Candidates[i]))
            {
                return true;
            }
        }

        return false;
    }
}
