using ImageGeneration.Lanes;

namespace ImageGeneration.Routing;

/// <summary>A provider that can do a request: the way to it, and the request as it would get it. One route has one for each
/// provider.</summary>
/// <param name="lane">The way to it.</param>
/// <param name="adapted">The request as it would get it.</param>
/// <param name="cost">What it would charge.</param>
/// <param name="reason">The reason for its place in the route.</param>
internal sealed class RouteCandidate(ProviderLane lane, AdaptedRequest adapted, CostEstimate cost, string reason)
{
    public ProviderLane Lane => lane;

    public AdaptedRequest Adapted { get; } = adapted;

    public CostEstimate Cost => cost;

    public string Reason => reason;

    /// <summary>What a part of the images would cost; null when unknown.</summary>
    public decimal? CostOf(int images) => cost.AmountUsd * Adapted.Billed(images) / Adapted.Billed(Adapted.Request.Count);
}
