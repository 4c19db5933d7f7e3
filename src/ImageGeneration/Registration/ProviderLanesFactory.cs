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
        foreach (var registration in services.GetRequiredService<ProviderRegistry>().InOrder)
        {
            var options = registration.Options(services);
            if (registration.IsRequired || options.IsConfigured)
            {
                var provider = registration.Create(services, options);
                lanes.Add(new(provider, options, AdditionsTo(registration.Name, additions), time, logger));
            }
        }

        var made = new ProviderLanes([.. lanes]);
        services.GetRequiredService<ImageGenerationMeter>().ObserveQueues(made.QueueMetrics);
        return made;
    }

    private static IEnumerable<Action<ResiliencePipelineBuilder<ProviderJob>>> AdditionsTo(string provider, List<PipelineAddition> additions) =>
        additions.Where(addition => string.Equals(addition.Provider, provider, StringComparison.OrdinalIgnoreCase)).Select(addition => addition.Configure);
}
