using System.Threading.RateLimiting;
using ImageGeneration.Limiting;

namespace ImageGeneration.Tests.Limiting;

/// <summary>The contract for a limiter of the framework.</summary>
public sealed class RateLimiterJobLimiterContractTests : JobLimiterContractTests
{
    private protected override IJobLimiter Open(int concurrent) => new RateLimiterJobLimiter(
        new TokenBucketRateLimiter(new()
        {
            TokenLimit = 1000,
            TokensPerPeriod = 1000,
            ReplenishmentPeriod = TimeSpan.FromHours(1),
            AutoReplenishment = false,
        }),
        new() { Concurrent = concurrent },
        Time);
}
