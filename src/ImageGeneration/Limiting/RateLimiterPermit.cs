using System.Threading.RateLimiting;

namespace ImageGeneration.Limiting;

/// <summary>Represents a permit of a <see cref="RateLimiterJobLimiter"/>.</summary>
/// <param name="limiter">The limiter that granted it.</param>
/// <param name="token">The lease of the create; null when none was taken.</param>
internal sealed class RateLimiterPermit(RateLimiterJobLimiter limiter, RateLimitLease? token) : IJobPermit
{
    private RateLimiterJobLimiter? _limiter = limiter;

    // A lease of the framework gives back what its limiter takes back, used or not.
    public ValueTask ReleaseAsync(bool isUnused)
    {
        Interlocked.Exchange(ref _limiter, null)?.Release(token);
        return default;
    }
}
