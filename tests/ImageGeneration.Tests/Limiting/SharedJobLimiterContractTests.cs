using ImageGeneration.Limiting;

namespace ImageGeneration.Tests.Limiting;

/// <summary>The contract for a limiter that nothing answers at once.</summary>
public sealed class SharedJobLimiterContractTests : JobLimiterContractTests
{
    private protected override IJobLimiter Open(int concurrent) => new SharedJobLimiter(new(concurrent), Time);
}
