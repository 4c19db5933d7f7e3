using ImageGeneration.Limiting;

namespace ImageGeneration.Tests.Limiting;

public sealed class InProcessJobLimiterContractTests : JobLimiterContractTests
{
    private protected override IJobLimiter Open(int concurrent) =>
        new JobLimiterFactory(Time).Create("any", new() { RequestsPerMinute = 100_000, Burst = 1000, Concurrent = concurrent });
}
