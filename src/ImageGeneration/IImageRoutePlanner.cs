namespace ImageGeneration;

/// <summary>Shows what a request would do and cost. Nothing is sent to a provider and nothing is spent. Thread-safe.</summary>
public interface IImageRoutePlanner
{
    /// <summary>Validates a request, as the generating methods do first.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="ArgumentException">No provider could take the request; the message names the member and the allowed
    /// range.</exception>
    void Validate(ImageGenerationRequest request);

    /// <summary>Plans the whole route, with the reason for each position, and the reason for each provider that is left out.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The route; it may be empty.</returns>
    /// <exception cref="ArgumentException">No provider could take the request.</exception>
    ProviderRoute Plan(ImageGenerationRequest request);

    /// <summary>Estimates the cost of a request at each provider that can do it.</summary>
    /// <param name="request">The request.</param>
    /// <returns>One estimate for each provider, in the order of the route; an unknown price is null.</returns>
    /// <exception cref="ArgumentException">No provider could take the request.</exception>
    IReadOnlyList<CostEstimate> EstimateCost(ImageGenerationRequest request);
}
