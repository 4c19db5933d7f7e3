namespace ImageGeneration;

/// <summary>Generates images through the configured providers. Thread-safe; one instance serves the application.</summary>
/// <remarks>The generating methods throw <see cref="ArgumentException"/> for a request that no provider could take (the message names the
/// member and the allowed range), <see cref="ImageGenerationException"/> or a derived exception for every failure after that, and
/// <see cref="ImageGenerationCanceledException"/>, which is an <see cref="OperationCanceledException"/>, when the token was canceled; the
/// remote job is canceled first. <see cref="IImageRoutePlanner"/> shows beforehand what a request would do,
/// <see cref="IImageProviderMonitor"/> the state of the providers.</remarks>
public interface IImageGenerationService
{
    /// <summary>Generates images. The other generating methods are short forms of this one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of the call; null for the best provider with failover.</param>
    /// <param name="cancellationToken">A token to cancel the operation; the remote job is canceled too.</param>
    /// <returns>The images, and how they came about.</returns>
    Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationCallOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Generates images at one provider.</summary>
    /// <param name="request">The request.</param>
    /// <param name="provider">The provider's name, such as <c>replicate</c>, in any case. A name that is not configured is an
    /// <see cref="ArgumentException"/>.</param>
    /// <param name="cancellationToken">A token to cancel the operation; the remote job is canceled too.</param>
    /// <returns>The images, and how they came about.</returns>
    Task<ImageGenerationResponse> GenerateImageAsync(
        ImageGenerationRequest request, string provider, CancellationToken cancellationToken = default);

    /// <summary>Generates images at the best provider, and at the next one when a provider fails.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">A token to cancel the operation; the remote job is canceled too.</param>
    /// <returns>The images, and how they came about.</returns>
    Task<ImageGenerationResponse> GenerateImageWithFailoverAsync(
        ImageGenerationRequest request, CancellationToken cancellationToken = default);

    /// <summary>Tests whether a provider answers and accepts the key. Free of charge: nothing is generated.</summary>
    /// <param name="provider">The provider's name, in any case. A name that is not configured is an
    /// <see cref="ArgumentException"/>.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns><see langword="true"/> if the provider answers and accepts the key; <see cref="IImageProviderMonitor.CheckHealthAsync"/>
    /// says why not.</returns>
    Task<bool> TestConnectionAsync(string provider, CancellationToken cancellationToken = default);

    /// <summary>Selects the provider that <see cref="GenerateImageWithFailoverAsync"/> would ask first. Nothing is sent or
    /// spent.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The provider's name.</returns>
    /// <exception cref="ImageGenerationException">No configured provider can do the request
    /// (<see cref="FailureKind.Unsupported"/>).</exception>
    string SelectOptimalProvider(ImageGenerationRequest request);

    /// <summary>Calculates the cost of a response.</summary>
    /// <param name="response">A response of this service.</param>
    /// <returns>The cost in US dollars; null when unknown.</returns>
    decimal? CalculateGenerationCost(ImageGenerationResponse response);

    /// <summary>Gets the metrics since the service was created.</summary>
    /// <returns>A snapshot.</returns>
    GenerationMetrics GetMetrics();
}
