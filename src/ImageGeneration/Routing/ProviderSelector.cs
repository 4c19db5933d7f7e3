using System.Globalization;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Routing;

/// <summary>Orders the candidates by the strategy of the settings. A provider whose circuit is open comes last; before it, where the order
/// is not the application's own, those that would miss the deadline. Equal candidates keep the order of registration.</summary>
internal sealed class ProviderSelector(IOptions<ImageGenerationServiceOptions> options) : IProviderSelector
{
    private static readonly CultureInfo _invariant = CultureInfo.InvariantCulture;

    public IReadOnlyList<ProviderChoice> Order(ImageGenerationRequest request, IReadOnlyList<ProviderCandidate> candidates)
    {
        var configured = options.Value.Routing.Strategy;
        var order = new Comparison(
            StrategyFor(request, configured), configured == RoutingStrategy.Balanced, request.Deadline ?? options.Value.Deadline);
        var choices = new ProviderChoice[candidates.Count];
        for (var i = 0; i < choices.Length; i++)
        {
            // An insertion sort: stable, and without a delegate or a key array for the two or three candidates there are.
            var at = i;
            while (at > 0 && order.Compare(candidates[i], choices[at - 1].Candidate) < 0)
            {
                choices[at] = choices[at - 1];
                at--;
            }

            choices[at] = new(candidates[i], "");
        }

        var isMet = choices.Length > 0 && !order.MissesDeadline(choices[0].Candidate);
        for (var i = 0; i < choices.Length; i++)
        {
            choices[i] = choices[i] with { Reason = Reason(choices[i].Candidate, order, isMet, candidates.Count) };
        }

        return choices;
    }

    /// <summary>Gets what decides first: photorealistic FLUX and explicit demands on quality justify the better provider; everything else
    /// gets the cheaper one.</summary>
    public static RoutingStrategy StrategyFor(ImageGenerationRequest request, RoutingStrategy configured) =>
        configured != RoutingStrategy.Balanced ? configured
        : request.Model == ImageModel.Flux1 && (request.QualityEnhancers.Count > 0 || request.Style == ImageStyle.Realistic)
            ? RoutingStrategy.HighestQuality
            : RoutingStrategy.LowestCost;

    /// <summary>Gets the cost to compare by. An unknown price is neither zero nor infinite: rented hardware is ranked by its usual price; what
    /// has not even that comes last.</summary>
    public static decimal Rank(CostEstimate cost) => cost.AmountUsd ?? cost.RankingUsd ?? decimal.MaxValue;

    private static string Reason(ProviderCandidate candidate, in Comparison order, bool isMet, int candidates)
    {
        if (candidates == 1)
        {
            return "the only provider that can do it";
        }

        if (candidate.IsCircuitOpen)
        {
            return "last: its circuit is open after failures";
        }

        // When all of them miss it, it has decided nothing.
        if (isMet && order.MissesDeadline(candidate))
        {
            return string.Create(_invariant, $"after those that meet the deadline of {order.Deadline.TotalSeconds:0.#} s: {candidate.Latency}");
        }

        return order.Strategy switch
        {
            RoutingStrategy.LowestCost when candidate.Cost.AmountUsd is { } usd => string.Create(_invariant, $"cost: {usd:0.######} USD"),
            RoutingStrategy.LowestCost when candidate.Cost.RankingUsd is { } usual =>
                string.Create(_invariant, $"cost: unknown, ranked as a worker of the usual kind (about {usual:0.#####} USD)"),
            RoutingStrategy.LowestCost => "cost: unknown, after the known ones",
            RoutingStrategy.HighestQuality => string.Create(_invariant, $"quality: {candidate.Quality} of 100"),
            RoutingStrategy.LowestLatency => $"latency: {candidate.Latency}",
            RoutingStrategy.LeastBusy => string.Create(_invariant, $"load: {candidate.Load:P0} of its jobs"),
            _ => "order of registration",
        };
    }

    /// <param name="Strategy">The strategy that decides first.</param>
    /// <param name="IsBalanced">Whether the faster one of equals comes first.</param>
    /// <param name="Deadline">The time for the whole request.</param>
    private readonly record struct Comparison(RoutingStrategy Strategy, bool IsBalanced, TimeSpan Deadline)
    {
        public bool MissesDeadline(ProviderCandidate candidate) =>
            Strategy is not (RoutingStrategy.RegistrationOrder or RoutingStrategy.LeastBusy) && candidate.Latency.Total > Deadline;

        public int Compare(ProviderCandidate left, ProviderCandidate right)
        {
            if (left.IsCircuitOpen != right.IsCircuitOpen)
            {
                return left.IsCircuitOpen ? 1 : -1;
            }

            if (MissesDeadline(left) is var isMissed && isMissed != MissesDeadline(right))
            {
                return isMissed ? 1 : -1;
            }

            var decided = Strategy switch
            {
                RoutingStrategy.LowestCost => Rank(left.Cost).CompareTo(Rank(right.Cost)),
                RoutingStrategy.HighestQuality => right.Quality.CompareTo(left.Quality),
                RoutingStrategy.LowestLatency => left.Latency.Total.CompareTo(right.Latency.Total),
                RoutingStrategy.LeastBusy => left.Load.CompareTo(right.Load),
                _ => 0,
            };
            return decided == 0 && IsBalanced ? left.Latency.Total.CompareTo(right.Latency.Total) : decided;
        }
    }
}
