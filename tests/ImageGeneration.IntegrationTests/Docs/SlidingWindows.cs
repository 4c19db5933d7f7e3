using System.Threading.RateLimiting;
using ImageGeneration.Limiting;
using ImageGeneration.Providers;

namespace ImageGeneration.IntegrationTests.Docs;

/// <summary>The limiter of the applications page.</summary>
public sealed class SlidingWindows(TimeProvider time) : IJobLimiterFactory
{
    public IJobLimiter Create(string provider, RateLimitOptions options) => new RateLimiterJobLimiter(
        new SlidingWindowRateLimiter(new()
        {
            PermitLimit = options.RequestsPerMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 12,
            QueueLimit = options.QueueLimit, // 0 refuses what finds no token, instead of letting it wait
        }),
        options,
        time);
}
