using ImageGeneration.Lanes;

namespace ImageGeneration.Routing;

/// <summary>A provider that can do a request: the way to it, and the request as it would get it.</summary>
/// <param name="Lane">The way to it.</param>
/// <param name="Adapted">The request as it would get it.</param>
/// <param name="Cost">What it would charge.</param>
/// <param name="Latency">How long it would take.</param>
/// <param name="Reason">Why it stands where it stands in the route, in words.</param>
internal readonly record struct RouteCandidate(ProviderLane Lane, AdaptedRequest Adapted, CostEstimate Cost, ExpectedLatency Latency, string Reason)
{
    /// <summary>What a part of the images would cost; null when unknown.</summary>
    public decimal? CostOf(int images) => Cost.AmountUsd * Adapted.Billed(images) / Adapted.Billed(Adapted.Request.Count);
}
