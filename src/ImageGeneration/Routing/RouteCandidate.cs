using ImageGeneration.Lanes;

namespace ImageGeneration.Routing;

/// <summary>Represents a provider that can do a request: its lane, and the request as it would receive it.</summary>
/// <param name="lane">The lane of the provider.</param>
/// <param name="adapted">The request as the provider would receive it.</param>
/// <param name="cost">The cost estimate.</param>
/// <param name="latency">The expected time, by its parts.</param>
/// <param name="reason">The reason for its position in the route, in words.</param>
internal sealed class RouteCandidate(
    ProviderLane lane, AdaptedRequest adapted, CostEstimate cost, ExpectedLatency latency, string reason)
{
    public ProviderLane Lane => lane;

    public AdaptedRequest Adapted { get; } = adapted;

    public CostEstimate Cost => cost;

    public ExpectedLatency Latency => latency;

    public string Reason => reason;

    /// <summary>Gets the estimated cost of a part of the images, in US dollars; null when unknown.</summary>
    public decimal? CostOf(int images) => cost.AmountUsd * Adapted.Billed(images) / Adapted.Billed(Adapted.Request.Count);
}
