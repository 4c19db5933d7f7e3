using ImageGeneration.Routing;

namespace ImageGeneration;

/// <summary>Generates images through the configured providers. Thread-safe; one instance serves the application.</summary>
/// <remarks>The generating calls throw <see cref="ArgumentException"/> for a request that no provider could take (it names the member and
/// the allowed range), <see cref="ImageGenerationException"/> and its kinds for what went wrong after that, and
/// <see cref="ImageGenerationCanceledException"/>, an <see cref="OperationCanceledException"/>, when the caller's token ended it; the
/// remote job is canceled first.</remarks>
public interface IImageGenerationService
{
    /// <summary>Generates at one provider.</summary>
    /// <param name="request">What to draw.</param>
    /// <param name="provider">The provider's name, such as <c>replicate</c>, in any case; one that is not configured throws
    /// <see cref="ArgumentException"/>.</param>
    /// <param name="cancellationToken">Ends the wait and cancels the remote job.</param>
    /// <returns>The images and how they came about.</returns>
    Task<ImageGenerationResponse> GenerateImageAsync(
        ImageGenerationRequest request, string provider, CancellationToken cancellationToken = default);

    /// <summary>Generates at one provider and tells its steps.</summary>
    /// <param name="request">What to draw.</param>
    /// <param name="provider">The provider's name, such as <c>replicate</c>, in any case; one that is not configured throws
    /// <see cref="ArgumentException"/>.</param>
    /// <param name="progress">Gets each step, on whatever thread it happens; null for none. When it throws, it gets no more, and the
    /// request goes on.</param>
    /// <param name="cancellationToken">Ends the wait and cancels the remote job.</param>
    /// <returns>The images and how they came about.</returns>
    Task<ImageGenerationResponse> GenerateImageAsync(
        ImageGenerationRequest request,
        string provider,
        IProgress<GenerationProgress>? progress,
        CancellationToken cancellationToken = default);

    /// <summary>Generates at the best provider and moves on to the next when one fails.</summary>
    /// <param name="request">What to draw.</param>
    /// <param name="cancellationToken">Ends the wait and cancels the remote job.</param>
    /// <returns>The images and how they came about.</returns>
    Task<ImageGenerationResponse> GenerateImageWithFailoverAsync(
        ImageGenerationRequest request, CancellationToken cancellationToken = default);

    /// <summary>Generates at the best provider, moves on to the next when one fails, and tells its steps.</summary>
    /// <param name="request">What to draw.</param>
    /// <param name="progress">Gets each step, on whatever thread it happens; null for none. When it throws, it gets no more, and the
    /// request goes on.</param>
    /// <param name="cancellationToken">Ends the wait and cancels the remote job.</param>
    /// <returns>The images and how they came about.</returns>
    Task<ImageGenerationResponse> GenerateImageWithFailoverAsync(
        ImageGenerationRequest request, IProgress<GenerationProgress>? progress, CancellationToken cancellationToken = default);

    /// <summary>Whether a provider answers and accepts the key. Free of charge: it never generates.</summary>
    /// <param name="provider">The provider's name, in any case; one that is not configured throws <see cref="ArgumentException"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>True when it does; <see cref="CheckHealthAsync"/> says why not.</returns>
    Task<bool> TestConnectionAsync(string provider, CancellationToken cancellationToken = default);

    /// <summary>The same look as <see cref="TestConnectionAsync"/>, with what was found.</summary>
    /// <param name="provider">The provider's name, in any case; one that is not configured throws <see cref="ArgumentException"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What was found.</returns>
    Task<ProviderHealth> CheckHealthAsync(string provider, CancellationToken cancellationToken = default);

    /// <summary>The provider that <see cref="GenerateImageWithFailoverAsync(ImageGenerationRequest, CancellationToken)"/> would ask
    /// first.</summary>
    /// <param name="request">What to draw.</param>
    /// <returns>Its name.</returns>
    /// <exception cref="ImageGenerationException">No configured provider can do it (<see cref="FailureKind.Unsupported"/>).</exception>
    string SelectOptimalProvider(ImageGenerationRequest request);

    /// <summary>The whole route with the reason of each place, and who was left out and why. Spends nothing.</summary>
    /// <param name="request">What to draw.</param>
    /// <returns>The route; it may be empty.</returns>
    ProviderRoute PlanRoute(ImageGenerationRequest request);

    /// <summary>What each provider that can do it would charge. Spends nothing.</summary>
    /// <param name="request">What to draw.</param>
    /// <returns>One estimate per provider, in the order of the route; an unknown price is null.</returns>
    IReadOnlyList<CostEstimate> EstimateCost(ImageGenerationRequest request);

    /// <summary>What a response cost.</summary>
    /// <param name="response">A response of this service.</param>
    /// <returns>US dollars; null when unknown.</returns>
    decimal? CalculateGenerationCost(ImageGenerationResponse response);

    /// <summary>The figures so far.</summary>
    /// <returns>A snapshot.</returns>
    GenerationMetrics GetMetrics();

    /// <summary>The providers in the order of registration: models, limits and how they are doing.</summary>
    /// <returns>A snapshot.</returns>
    IReadOnlyList<ProviderStatus> GetProviderStatus();
}
