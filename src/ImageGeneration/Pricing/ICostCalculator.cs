using ImageGeneration.Providers;

namespace ImageGeneration.Pricing;

/// <summary>Reckons costs, before and after. Replace it by registering your own.</summary>
public interface ICostCalculator
{
    /// <summary>What a provider would charge.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="request">One job's request, adapted to the model.</param>
    /// <param name="images">Images of the whole request.</param>
    /// <param name="expectedRunTime">How long one job is expected to run.</param>
    /// <returns>The estimate; its amount is null when no price is known.</returns>
    CostEstimate Estimate(string provider, ProviderRequest request, int images, TimeSpan expectedRunTime);

    /// <summary>What a job was charged. The provider's own figure wins; then the price table with the provider's run time.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="request">The job's request.</param>
    /// <param name="job">The job as it ended.</param>
    /// <returns>US dollars: 0 when nothing was accepted, null when unknown.</returns>
    decimal? Settle(string provider, ProviderRequest request, ProviderJob job);

    /// <summary>Whether what <see cref="Settle"/> says is an estimate: the run time at a worker's rate, or the price of an average image. By
    /// default false.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="request">The job's request.</param>
    /// <param name="job">The job as it ended.</param>
    /// <returns>False for the provider's own figure, a list price, nothing and unknown.</returns>
    bool IsEstimate(string provider, ProviderRequest request, ProviderJob job) => false;

    /// <summary>What a response cost: the sum of its attempts.</summary>
    /// <param name="response">A response.</param>
    /// <returns>US dollars; null when an attempt's cost is unknown.</returns>
    decimal? Calculate(ImageGenerationResponse response);
}
