using ImageGeneration.Pricing;
using ImageGeneration.Providers.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.DependencyInjection;

/// <summary>Collects the tariffs of the providers, further accounts included.</summary>
internal static class TariffTableFactory
{
    public static TariffTable Create(IServiceProvider services)
    {
        var registry = services.GetRequiredService<ProviderRegistry>();
        return new(
            [.. registry.Modules.Select(module => module.Tariff)],
            registry.InOrder
                .Where(registration => registration.Module is not null)
                .Select(registration =>
                    (registration.Name, registration.Module!.Tariff, registration.Options(services).WorkerRateUsdPerSecond)));
    }
}
