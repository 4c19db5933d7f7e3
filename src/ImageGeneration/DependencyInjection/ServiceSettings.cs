using ImageGeneration.Budgets;
using ImageGeneration.Configuration;
using ImageGeneration.Outputs;
using ImageGeneration.Pricing;
using ImageGeneration.Prompts;
using ImageGeneration.Providers;
using ImageGeneration.Routing;
using ImageGeneration.Shutdown;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.DependencyInjection;

/// <summary>Provides the types of options that every application has; those of a provider are in its module.</summary>
internal static class ServiceSettings
{
    public static void AddTo(IServiceCollection services) =>
        SettingsTypes.In(services)
            .AddRoot<ImageGenerationServiceOptions>()
            .Add<RoutingOptions>().Add<HedgingOptions>().Add<PromptOptions>().Add<OutputOptions>().Add<ShutdownOptions>()
            .Add<Price>().Add<BudgetOptions>().Add<BudgetLimits>().Add<TagBudgetOptions>()
            .Add<ProviderOptions>().Add<RateLimitOptions>().Add<BreakerOptions>().Add<RetryOptions>().Add<JobOptions>();
}
