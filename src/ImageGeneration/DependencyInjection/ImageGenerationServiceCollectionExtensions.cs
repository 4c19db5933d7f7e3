using ImageGeneration;
using ImageGeneration.Budgets;
using ImageGeneration.Configuration;
using ImageGeneration.DependencyInjection;
using ImageGeneration.Failover;
using ImageGeneration.Generation;
using ImageGeneration.Lanes;
using ImageGeneration.Limiting;
using ImageGeneration.Outputs;
using ImageGeneration.Pricing;
using ImageGeneration.Prompts;
using ImageGeneration.Providers.Modules;
using ImageGeneration.Routing;
using ImageGeneration.Shutdown;
using ImageGeneration.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Provides extension methods that add image generation to an application.</summary>
public static class ImageGenerationServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IImageGenerationService"/> with the settings in the environment: keys from <c>REPLICATE_API_KEY</c> (or
    /// <c>REPLICATE_API_TOKEN</c>), <c>RUNPOD_API_KEY</c>, <c>MODAL_API_KEY</c>, and everything else from variables such as
    /// <c>ImageGeneration__Replicate__BaseUrl</c>.</summary>
    /// <param name="services">The services of the application.</param>
    /// <returns>A builder for further configuration.</returns>
    public static IImageGenerationBuilder AddImageGeneration(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return AddSettings(services, SettingsSources.In(services).AddVariables());
    }

    /// <summary>Adds <see cref="IImageGenerationService"/> with the settings of a configuration section; keys that it does not contain are
    /// read from the environment.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configuration">The section, usually <c>configuration.GetSection("ImageGeneration")</c>.</param>
    /// <returns>A builder for further configuration.</returns>
    public static IImageGenerationBuilder AddImageGeneration(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddReloading<ImageGenerationServiceOptions>(Options.Options.DefaultName, [configuration]);
        return AddSettings(services, SettingsSources.In(services).Add(configuration));
    }

    /// <summary>Adds <see cref="IImageGenerationService"/> with options that are configured in code; keys that they do not contain are
    /// read from the environment.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">The delegate that configures the options.</param>
    /// <returns>A builder for further configuration.</returns>
    public static IImageGenerationBuilder AddImageGeneration(this IServiceCollection services, Action<ImageGenerationServiceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<ImageGenerationServiceOptions>().Configure(configure).ValidateOnStart();
        return AddCore(services);
    }

    private static ImageGenerationBuilder AddSettings(IServiceCollection services, Func<SettingsNode> read)
    {
        services.AddOptions<ImageGenerationServiceOptions>()
            .Configure<SettingsTypes, ProviderRegistry>((options, types, registry) => SectionBinding.Bind(read(), options, types, registry))
            .ValidateOnStart();
        return AddCore(services);
    }

    private static ImageGenerationBuilder AddCore(IServiceCollection services)
    {
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddReloading<ImageGenerationServiceOptions>(Options.Options.DefaultName, []);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<ImageGenerationServiceOptions>, ApiKeyEnvironmentVariables>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ImageGenerationServiceOptions>, ImageGenerationServiceOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ImageGenerationServiceOptions>, ImageGenerationRulesValidator>());

        services.TryAddSingleton<IPromptEnhancer, PromptEnhancer>();
        services.TryAddSingleton<IProviderSelector, ProviderSelector>();
        services.TryAddSingleton<ICostCalculator, CostCalculator>();
        services.TryAddSingleton<IBudget, Budget>();
        services.TryAddSingleton<IJobLimiterFactory, JobLimiterFactory>();
        services.TryAddSingleton<IGenerationMetricsCollector, GenerationMetricsCollector>();

        services.TryAddSingleton<MetricsRecorder>();
        services.TryAddSingleton<GuardedBilling>();
        services.TryAddSingleton<RequestAdapter>();
        services.TryAddSingleton<LatencyForecast>();
        services.TryAddSingleton<RoutePlanner>();
        services.TryAddSingleton<WorkerRefresh>();
        services.TryAddSingleton<AttemptServices>();
        services.TryAddSingleton<HedgingRunner>();
        services.TryAddSingleton<RecoveryWait>();
        services.TryAddSingleton<ProviderFailover>();
        services.TryAddSingleton<PromptChecks>();
        services.TryAddSingleton(LaneRegistryFactory.Create);
        services.TryAddSingleton<ImageRoutePlanner>();
        services.TryAddSingleton<IImageRoutePlanner>(static services => services.GetRequiredService<ImageRoutePlanner>());
        services.TryAddSingleton<IImageProviderMonitor, ImageProviderMonitor>();
        services.TryAddSingleton(static services => new GenerationShutdown(
            services.GetRequiredService<IOptions<ImageGenerationServiceOptions>>().Value.Shutdown,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<GenerationShutdown>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, GenerationShutdownService>());
        services.TryAddSingleton<IImageGenerationService, ImageGenerationService>();

        services.TryAddSingleton(TariffTableFactory.Create);
        services.TryAddSingleton<PriceTable>();
        services.TryAddSingleton<ImageGenerationMeter>();
        services.TryAddSingleton<ImageGenerationActivitySource>();
        services.AddOutputs();
        ServiceSettings.AddTo(services);
        AddBuiltIn(services);
        return new(services);
    }

    private static void AddBuiltIn(IServiceCollection services)
    {
        if (ProviderRegistry.In(services).InOrder.Any())
        {
            return;
        }

        foreach (var module in BuiltInProviders.All)
        {
            module.AddTo(services);
        }
    }
}
