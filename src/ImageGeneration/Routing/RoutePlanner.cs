using ImageGeneration.Extras;
using ImageGeneration.Lanes;
using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Routing;

/// <summary>Represents a route that is ready to run.</summary>
internal readonly record struct PlannedRoute(IReadOnlyList<RouteCandidate> Candidates, IReadOnlyList<RouteExclusion> Excluded);

/// <summary>Finds the providers that can do a request, and the order in which they are asked.</summary>
internal sealed class RoutePlanner(
    LaneRegistry lanes,
    RequestAdapter adapter,
    IProviderSelector selector,
    ICostCalculator costs,
    LatencyForecast latencies,
    IOptions<ImageGenerationServiceOptions> options)
{
    /// <param name="request">The request.</param>
    /// <param name="only">The only provider to ask; null for any.</param>
    public PlannedRoute Plan(ImageGenerationRequest request, string? only)
    {
        ProviderLane[] all = only is null ? lanes.All : [lanes.Get(only)];
        var able = new List<(ProviderLane Lane, AdaptedRequest Adapted)>(all.Length);
        var facts = new List<ProviderCandidate>(all.Length);
        List<RouteExclusion>? excluded = null;
        foreach (var lane in all)
        {
            if (TryFit(request, lane, only is not null, out var refusal) is { } adapted)
            {
                able.Add((lane, adapted));
                facts.Add(Describe(request, lane, adapted));
            }
            else
            {
                (excluded ??= []).Add(new(lane.Provider.Name, refusal!));
            }
        }

        return new(facts.Count == 0 ? [] : InOrder(selector.Order(request, facts), able, facts), excluded ?? (IReadOnlyList<RouteExclusion>)[]);
    }

    private AdaptedRequest? TryFit(ImageGenerationRequest request, ProviderLane lane, bool isOnly, out string? refusal)
    {
        var provider = lane.Provider.Name;
        if (lane.Provider.GetCapabilities(request.Model) is not { } model)
        {
            refusal = $"it has no mapping for model '{request.Model}' (setting Models:{request.Model} of {provider})";
            return null;
        }

        var loss = ExtrasRules.LossAt(request, provider);
        if (loss is not null && !isOnly)
        {
            refusal = loss;
            return null;
        }

        var adapted = WithJobs(WithExtras(adapter.Adapt(request, provider, model, out refusal), loss));
        if (options.Value.RejectUnsupportedSettings && adapted is { Changes: { Count: > 0 } changes })
        {
            refusal = $"strict: {string.Join("; ", changes)}";
            return null;
        }

        return adapted;
    }

    /// <summary>Adds what the extras change: warnings, and what they do to the cost.</summary>
    private static AdaptedRequest? WithExtras(AdaptedRequest? adapted, string? loss)
    {
        if (adapted is not { } fit)
        {
            return null;
        }

        if (ExtrasEffects.For(fit.Request, fit.Capabilities) is { } effect)
        {
            fit = fit with { Request = fit.Request with { Effect = effect } };
        }

        if (fit.Request.Extras is null && loss is null)
        {
            return fit;
        }

        var changes = fit.Changes.Concat(ExtrasCheck.Unknown(fit.Request, fit.Capabilities)).ToList();
        if (loss is not null)
        {
            changes.Add(loss);
        }

        if (fit.Request is { Effect.Seed: { } seed, Count: var count } && count > fit.MaxImagesPerJob)
        {
            changes.Add($"the extras fix the seed ({seed}) of several jobs, so that they make the same image");
        }

        return fit with { Changes = changes, Notes = [.. ExtrasCheck.Replaced(fit.Request, fit.Capabilities)] };
    }

    private static AdaptedRequest? WithJobs(AdaptedRequest? adapted) =>
        adapted is { Request.Count: var count } fit && fit.Billed(count) is var made && made != count
            ? fit with
            {
                Changes =
                [
                    .. fit.Changes,
                    $"each job of {fit.Capabilities.ModelId} makes {fit.MaxImagesPerJob} images by its settings: "
                    + $"{made} are paid instead of {count}",
                ],
            }
            : adapted;

    private ProviderCandidate Describe(ImageGenerationRequest request, ProviderLane lane, AdaptedRequest adapted)
    {
        var job = OneJob(adapted);
        var billed = lane.RunTimes.Median(job) ?? adapted.Capabilities.TypicalRunTime;
        return new()
        {
            Provider = lane.Provider.Name,
            Capabilities = adapted.Capabilities,
            Cost = costs.Estimate(lane.Provider.Name, job, adapted.Billed(request.Count), billed),
            Quality = lane.Options.Quality,
            Latency = latencies.For(lane, adapted, job),
            Load = (lane.Limiter.Waiting + lane.Limiter.Running) / (double)lane.Options.RateLimit.Concurrent,
            IsCircuitOpen = lane.Circuits.BreakRemainingFor(adapted.Request) is not null,
        };
    }

    private static ProviderRequest OneJob(AdaptedRequest adapted) =>
        adapted.Request.Count <= adapted.MaxImagesPerJob ? adapted.Request : adapted.Request with { Count = adapted.MaxImagesPerJob };

    private static RouteCandidate[] InOrder(
        IReadOnlyList<ProviderChoice> choices, List<(ProviderLane Lane, AdaptedRequest Adapted)> able, List<ProviderCandidate> facts)
    {
        var route = new RouteCandidate[choices.Count];
        for (var i = 0; i < route.Length; i++)
        {
            var (choice, reason) = choices[i];
            var at = IndexOf(facts, choice.Provider);
            if (at < 0)
            {
                throw new InvalidOperationException($"The provider selector chose '{choice.Provider}', which is not among its candidates.");
            }

            var (lane, adapted) = able[at];
            foreach (var earlier in route.AsSpan(0, i))
            {
                // A provider that is asked a second time after an answer was lost might be paid twice.
                if (earlier.Lane == lane)
                {
                    throw new InvalidOperationException($"The provider selector chose '{choice.Provider}' twice.");
                }
            }

            route[i] = new(lane, adapted, facts[at].Cost, facts[at].Latency, reason);
        }

        return route;
    }

    private static int IndexOf(List<ProviderCandidate> facts, string provider)
    {
        for (var i = 0; i < facts.Count; i++)
        {
            if (facts[i].Provider == provider)
            {
                return i;
            }
        }

        return -1;
    }
}
