using ImageGeneration.Budgets;
using ImageGeneration.Jobs;
using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Fakes;

/// <summary>Attempts for a lane that is tested alone, without limits on spending.</summary>
internal static class LaneJobs
{
    private static readonly IOptions<ImageGenerationServiceOptions> _options = Options.Create(new ImageGenerationServiceOptions());

    private static readonly GuardedBilling _billing = new(
        new Budget(_options, TimeProvider.System),
        new CostCalculator(TestTariffs.Prices(_options.Value)),
        TimeProvider.System,
        NullLogger<GuardedBilling>.Instance);

    public static JobContext Create(ProviderRequest request, RequestScope scope, bool isLastResort = false) =>
        new(request, scope, new(_billing, request, null, "fake", null)) { IsLastResort = isLastResort };
}
