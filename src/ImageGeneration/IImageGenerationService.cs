namespace ImageGeneration;

/// <summary>Generates images through the configured providers. Thread-safe; one instance serves the application.</summary>
/// <remarks>The generating calls throw <see cref="ArgumentException"/> for a request that no provider could take (it names the member and
/// the allowed range), <see cref="ImageGenerationException"/> and its kinds for what went wrong after that, and
/// <see cref="ImageGenerationCanceledException"/>, an <see cref="OperationCanceledException"/>, when the caller's token ended it; the
/// remote job is canceled first. <see cref="IImageRoutePlanner"/> tells beforehand what a request would do, <see
/// cref="IImageProviderMonitor"/> how the providers are doing.</remarks>
public interface IImageGenerationService
{
    /// <summary>Generates images: the one call that the others are short forms of.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">How the call is made; null for the best provider with failover.</param>
    /// <param name="cancellationToken">Ends the wait and cancels the remote job.</param>
    /// <returns>The images and how they came about.</returns>
    Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationCallOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Generates at one provider.</summary>
    /// <param name="request">The request.</param>
    /// <param name="provider">The provider's name, such as <c>replicate</c>, in any case; one that is not configured throws
    /// <see cref="ArgumentException"/>.</param>
    /// <param name="cancellationToken">Ends the wait and cancels the remote job.</param>
    /// <returns>The images and how they came about.</returns>
    Task<ImageGenerationResponse> GenerateImageAsync(
        ImageGenerationRequest request, string provider, CancellationToken cancellationToken = default);

    /// <summary>Generates at the best provider and moves on to the next when one fails.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the wait and cancels the remote job.</param>
    /// <returns>The images and how they came about.</returns>
    Task<ImageGenerationResponse> GenerateImageWithFailoverAsync(
        ImageGenerationRequest request, CancellationToken cancellationToken = default);

    /// <summary>Asks a provider whether it answers and accepts the key. Free of charge: it never generates.</summary>
    /// <param name="provider">The provider's name, in any case; one that is not configured throws <see cref="ArgumentException"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>True when it does; <see cref="IImageProviderMonitor.CheckHealthAsync"/> says why not.</returns>
    Task<bool> TestConnectionAsync(string provider, CancellationToken cancellationToken = default);

    /// <summary>Selects the provider that <see cref="GenerateImageWithFailoverAsync"/> would ask first. Spends nothing.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Its name.</returns>
    /// <exception cref="ImageGenerationException">No configured provider can do it (<see cref="FailureKind.Unsupported"/>).</exception>
    string SelectOptimalProvider(ImageGenerationRequest request);

    /// <summary>Calculates what a response cost.</summary>
    /// <param name="response">A response of this service.</param>
    /// <returns>US dollars; null when unknown.</returns>
    decimal? CalculateGenerationCost(ImageGenerationResponse response);

    /// <summary>Gets the figures so far.</summary>
    /// <returns>A snapshot.</returns>
    GenerationMetrics GetMetrics();
}
