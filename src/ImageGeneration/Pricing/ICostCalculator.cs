using ImageGeneration.Providers;

namespace ImageGeneration.Pricing;

/// <summary>Calculates costs, before and after a job. Replace it by registering your own.</summary>
public interface ICostCalculator
{
    /// <summary>Estimates what a provider would charge.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="request">One job's request, adapted to the model.</param>
    /// <param name="images">The number of images of the whole request.</param>
    /// <param name="expectedRunTime">The expected run time of one job.</param>
    /// <returns>The estimate; its amount is null when no price is known.</returns>
    CostEstimate Estimate(string provider, ProviderRequest request, int images, TimeSpan expectedRunTime);

    /// <summary>Calculates what a job was charged. The provider's own figure takes precedence; then the price table with the provider's
    /// run time applies.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="request">The job's request.</param>
    /// <param name="job">The job as it ended.</param>
    /// <returns>The cost in US dollars: 0 when nothing was accepted, null when unknown.</returns>
    decimal? Settle(string provider, ProviderRequest request, ProviderJob job);

    /// <summary>Determines whether the result of <see cref="Settle"/> is an estimate: the run time at a worker's rate, or the price of an
    /// average image. By default false.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="request">The job's request.</param>
    /// <param name="job">The job as it ended.</param>
    /// <returns><see langword="false"/> for the provider's own figure, a list price, no cost and an unknown one.</returns>
    bool IsEstimate(string provider, ProviderRequest request, ProviderJob job) => false;

    /// <summary>Calculates what a response cost: the sum of its attempts.</summary>
    /// <param name="response">The response.</param>
    /// <returns>The cost in US dollars; null when the cost of an attempt is unknown.</returns>
    decimal? Calculate(ImageGenerationResponse response);
}
