using ImageGeneration.Pricing;
using ImageGeneration.Providers.Modal;
using ImageGeneration.Providers.RunPod;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Registration;

/// <summary>Collects what the settings say about the workers, those of further accounts included.</summary>
internal static class WorkerRatesFactory
{
    public static WorkerRates Create(IServiceProvider services) =>
        new(services.GetRequiredService<ProviderRegistry>().InOrder.Select(registration => KeyValuePair.Create(
            registration.Name,
            registration.Options(services) switch
            {
                RunPodOptions runPod => runPod.WorkerUsdPerSecond,
                ModalOptions modal => modal.WorkerUsdPerSecond,
                _ => null,
            })));
}
