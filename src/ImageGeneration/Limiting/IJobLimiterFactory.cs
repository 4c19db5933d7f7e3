using ImageGeneration.Providers;

namespace ImageGeneration.Limiting;

/// <summary>Creates the limiter of each provider. Register an implementation of your own to replace it.</summary>
public interface IJobLimiterFactory
{
    /// <summary>Creates the limiter of a provider; called once for each, at the first use of the service. The library disposes
    /// it.</summary>
    /// <param name="provider">The name of the provider.</param>
    /// <param name="options">The limits.</param>
    /// <returns>The limiter.</returns>
    IJobLimiter Create(string provider, RateLimitOptions options);
}

/// <summary>Creates limiters that count in this process.</summary>
internal sealed class JobLimiterFactory(TimeProvider time) : IJobLimiterFactory
{
    public IJobLimiter Create(string provider, RateLimitOptions options) => new JobLimiter(options, time);
}
