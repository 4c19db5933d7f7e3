using System.Threading.RateLimiting;

namespace ImageGeneration.Limiting;

/// <summary>A permit of a <see cref="RateLimiterJobLimiter"/>.</summary>
/// <param name="limiter">Where it comes from.</param>
/// <param name="token">The lease of the create; null where none was taken.</param>
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
