namespace ImageGeneration;

/// <summary>Tells what a request would do and cost. Nothing is sent to a provider and nothing is spent. Thread-safe.</summary>
public interface IImageRoutePlanner
{
    /// <summary>Checks a request as the generating calls do before anything else.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="ArgumentException">No provider could take it; the message names the member and the allowed range.</exception>
    void Validate(ImageGenerationRequest request);

    /// <summary>Plans the whole route, with the reason for each place, and who was left out and why.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The route; it may be empty.</returns>
    /// <exception cref="ArgumentException">No provider could take the request.</exception>
    ProviderRoute Plan(ImageGenerationRequest request);

    /// <summary>Estimates what each provider that can do the request would charge.</summary>
    /// <param name="request">The request.</param>
    /// <returns>One estimate per provider, in the order of the route; an unknown price is null.</returns>
    /// <exception cref="ArgumentException">No provider could take the request.</exception>
    IReadOnlyList<CostEstimate> EstimateCost(ImageGenerationRequest request);
}
