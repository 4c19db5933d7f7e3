using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Routing;

/// <summary>Orders the candidates by the strategy of the settings. Equal candidates keep the order of registration; a provider whose
/// circuit is open comes last.</summary>
internal sealed class ProviderSelector(IOptions<ImageGenerationServiceOptions> options) : IProviderSelector
{
    private const int MaxCosts = 1024;

    private static readonly CultureInfo _invariant = CultureInfo.InvariantCulture;

    private RoutingStrategy Strategy => options.Value.Routing.Strategy;

    // The same few prices recur with every request.
    private readonly ConcurrentDictionary<decimal, string> _costs = new();

    public IReadOnlyList<ProviderChoice> Order(ImageGenerationRequest request, IReadOnlyList<ProviderCandidate> candidates)
    {
        var strategy = Strategy is RoutingStrategy.Balanced ? BalancedFor(request) : Strategy;
        var choices = new ProviderChoice[candidates.Count];
        for (var i = 0; i < choices.Length; i++)
        {
            // An insertion sort: stable, and without a delegate or a key array for the two or three candidates there are.
            var at = i;
            while (at > 0 && Compare(candidates[i], choices[at - 1].Candidate, strategy) < 0)
            {
                choices[at] = choices[at - 1];
                at--;
            }

            choices[at] = new(candidates[i], "");
        }

        for (var i = 0; i < choices.Length; i++)
        {
            choices[i] = choices[i] with { Reason = Reason(choices[i].Candidate, strategy, candidates.Count) };
        }

        return choices;
    }

    // Photorealistic FLUX and explicit demands on quality justify the better provider; everything else gets the cheaper one.
    private static RoutingStrategy BalancedFor(ImageGenerationRequest request) =>
        request.Model == ImageModel.Flux1 && (request.QualityEnhancers.Count > 0 || request.Style == ImageStyle.Realistic)
            ? RoutingStrategy.HighestQuality
            : RoutingStrategy.LowestCost;

    private static int Compare(ProviderCandidate left, ProviderCandidate right, RoutingStrategy strategy)
    {
        if (left.IsCircuitOpen != right.IsCircuitOpen)
        {
            return left.IsCircuitOpen ? 1 : -1;
        }

        return strategy switch
        {
            RoutingStrategy.LowestCost => Rank(left).CompareTo(Rank(right)),
            RoutingStrategy.HighestQuality => right.Quality.CompareTo(left.Quality),
            RoutingStrategy.LowestLatency => Latency(left).CompareTo(Latency(right)),
            RoutingStrategy.LeastBusy => left.Load.CompareTo(right.Load),
            _ => 0,
        };
    }

    // An unknown price is neither nothing nor everything: rented hardware is ranked by its usual price; what has not even that comes last.
    private static decimal Rank(ProviderCandidate candidate) =>
        candidate.Cost.AmountUsd ?? candidate.Cost.RankingUsd ?? decimal.MaxValue;

    // When every slot is taken, a request waits for about one more job per full round.
    private static TimeSpan Latency(ProviderCandidate candidate) => candidate.ExpectedTime * (1 + Math.Floor(candidate.Load));

    private string Reason(ProviderCandidate candidate, RoutingStrategy strategy, int candidates)
    {
        if (candidates == 1)
        {
            return "the only provider that can do it";
        }

        if (candidate.IsCircuitOpen)
        {
            return "last: its circuit is open after failures";
        }

        return strategy switch
        {
            RoutingStrategy.LowestCost when candidate.Cost.AmountUsd is { } usd => Cost(usd),
            RoutingStrategy.LowestCost when candidate.Cost.RankingUsd is { } usual =>
                string.Create(_invariant, $"cost: unknown, ranked as a worker of the usual kind (about {usual:0.#####} USD)"),
            RoutingStrategy.LowestCost => "cost: unknown, after the known ones",
            RoutingStrategy.HighestQuality => string.Create(_invariant, $"quality: {candidate.Quality} of 100"),
            RoutingStrategy.LowestLatency => string.Create(_invariant, $"latency: about {Latency(candidate).TotalSeconds:0.#} s"),
            RoutingStrategy.LeastBusy => string.Create(_invariant, $"load: {candidate.Load:P0} of its jobs"),
            _ => "order of registration",
        };
    }

    private string Cost(decimal usd)
    {
        if (!_costs.TryGetValue(usd, out var words))
        {
            words = string.Create(_invariant, $"cost: {usd:0.######} USD");
            if (_costs.Count < MaxCosts)
            {
                _costs.TryAdd(usd, words);
            }
        }

        return words;
    }
}
