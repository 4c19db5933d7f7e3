using ImageGeneration.Diagnostics;
using ImageGeneration.Providers;
using ImageGeneration.Resilience;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Polly;

namespace ImageGeneration.Registration;

/// <summary>A strategy that the application added to a provider's pipeline.</summary>
internal sealed record PipelineAddition(string Provider, Action<ResiliencePipelineBuilder<ProviderJob>> Configure);

/// <summary>Makes a lane for each provider that is configured.</summary>
internal static class ProviderLanesFactory
{
    public static ProviderLanes Create(IServiceProvider services)
    {
        var additions = services.GetServices<PipelineAddition>().ToList();
        var time = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILogger<ProviderLane>>();
        var lanes = new List<ProviderLane>();
        var registry = services.GetRequiredService<ProviderRegistry>();
        RefuseStrays(additions, registry);
        foreach (var registration in registry.InOrder)
        {
            var options = registration.Options(services);
            if (options.Enabled && (registration.IsRequired || options.IsConfigured))
            {
                var provider = registration.Create(services, options);
                if (provider.Name != registration.Name)
                {
                    throw new InvalidOperationException(
                        $"The provider that was added as '{registration.Name}' calls itself '{provider.Name}': "
                        + "limits, metrics and logs go by one name.");
                }

                lanes.Add(new(provider, options, AdditionsTo(registration.Name, additions), time, logger));
            }
        }

        var made = new ProviderLanes([.. lanes]);
        services.GetRequiredService<ImageGenerationMeter>().ObserveLanes(made.Status);
        return made;
    }

    // A strategy under a mistyped name would guard nothing, and nobody would know.
    private static void RefuseStrays(List<PipelineAddition> additions, ProviderRegistry registry)
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
