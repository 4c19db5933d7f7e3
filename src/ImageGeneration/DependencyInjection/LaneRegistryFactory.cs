using ImageGeneration.Configuration;
using ImageGeneration.Lanes;
using ImageGeneration.Limiting;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Modules;
using ImageGeneration.Shutdown;
using ImageGeneration.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Polly;

namespace ImageGeneration.DependencyInjection;

/// <summary>Represents a strategy that the application added to a provider's pipeline.</summary>
internal sealed record PipelineAddition(string Provider, Action<ResiliencePipelineBuilder<ProviderJob>> Configure);

/// <summary>Creates a lane for each provider that is configured.</summary>
internal static class LaneRegistryFactory
{
    public static LaneRegistry Create(IServiceProvider services)
    {
        var additions = services.GetServices<PipelineAddition>().ToList();
        var time = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILogger<ProviderLane>>();
        var limiters = services.GetRequiredService<IJobLimiterFactory>();
        var shuttingDown = services.GetRequiredService<GenerationShutdown>().Begun;
        var lanes = new List<ProviderLane>();
        var registry = services.GetRequiredService<ProviderRegistry>();
        ValidateTargets(additions, registry);
        foreach (var registration in registry.InOrder)
        {
            var options = registration.Options(services);
            if (options.Enabled && (registration.IsRequired || options.IsConfigured))
            {
                var provider = registration.Create(services, options);
                if (provider.Name != registration.Name)
                {
                    throw new InvalidOperationException(
                        $"The provider that was added as '{registration.Name}' has the name '{provider.Name}': "
                        + "limits, metrics and logs go by one name.");
                }

                provider = registration.Module is not null ? new ReplaceableProvider(provider) : provider;
                var limiter = limiters.Create(registration.Name, options.RateLimit);
                var lane = new ProviderLane(
                    provider, options, AdditionsTo(registration.Name, additions), time, logger, limiter, shuttingDown);
                registration.OnChange(services, () => Reload(lane, registration, services, GuardedLogger.Around(logger)));
                lanes.Add(lane);
            }
            else
            {
                registration.OnChange(services, () => TellOfKey(registration, services, GuardedLogger.Around(logger)));
            }
        }

        var made = new LaneRegistry([.. lanes]);
        services.GetRequiredService<ImageGenerationMeter>().ObserveLanes(made.Status);
        return made;
    }

    // Its limits and its position in the route are fixed at start.
    private static void TellOfKey(ProviderRegistration registration, IServiceProvider services, GuardedLogger logger)
    {
        if (registration.Options(services).IsConfigured)
        {
            SettingsLog.KeyAdded(logger, registration.Name);
        }
    }

    private static void Reload(ProviderLane lane, ProviderRegistration registration, IServiceProvider services, GuardedLogger logger)
    {
        var options = registration.Options(services);
        if (services.GetRequiredService<SettingsTypes>().AreEqual(lane.Options, options))
        {
            return;
        }

        if (lane.Options.IsConfigured && !options.IsConfigured)
        {
            SettingsLog.KeyRemoved(logger, registration.Name);
            return;
        }

        // The new key first, and then the new settings: a circuit that the old key has opened closes with them.
        if (lane.Provider is ReplaceableProvider replaceable)
        {
            replaceable.Current = registration.Create(services, options);
        }

        lane.Reload(options);
        SettingsLog.ProviderReloaded(logger, registration.Name);
    }

    // A strategy under a mistyped name would have no effect, unnoticed.
    private static void ValidateTargets(List<PipelineAddition> additions, ProviderRegistry registry)
    {
        foreach (var addition in additions)
        {
            if (!registry.InOrder.Any(known => string.Equals(known.Name, addition.Provider, StringComparison.OrdinalIgnoreCase)))
            {
                throw new InvalidOperationException(
                    $"ConfigureResilience names '{addition.Provider}', and no provider of that name was added.");
            }
        }
    }

    private static IEnumerable<Action<ResiliencePipelineBuilder<ProviderJob>>> AdditionsTo(
        string provider, List<PipelineAddition> additions) =>
        additions
            .Where(addition => string.Equals(addition.Provider, provider, StringComparison.OrdinalIgnoreCase))
            .Select(addition => addition.Configure);
}
