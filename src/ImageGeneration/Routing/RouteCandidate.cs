using ImageGeneration.Lanes;

namespace ImageGeneration.Routing;

/// <summary>Represents a provider that can do a request: its lane, and the request as it would receive it.</summary>
/// <param name="Lane">The lane of the provider.</param>
/// <param name="Adapted">The request as the provider would receive it.</param>
/// <param name="Cost">The cost estimate.</param>
/// <param name="Reason">The reason for its position in the route, in words.</param>
internal readonly record struct RouteCandidate(ProviderLane Lane, AdaptedRequest Adapted, CostEstimate Cost, string Reason)
{
    /// <summary>Gets the estimated cost of a part of the images, in US dollars; null when unknown.</summary>
    public decimal? CostOf(int images) => Cost.AmountUsd * Adapted.Billed(images) / Adapted.Billed(Adapted.Request.Count);
}
