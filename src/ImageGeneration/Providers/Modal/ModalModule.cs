using ImageGeneration.Providers.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Providers.Modal;

internal static class ModalModule
{
    public static ProviderModule<ModalOptions> Row { get; } = new()
    {
        Name = ProviderNames.Modal,
        Section = nameof(ImageGenerationServiceOptions.Modal),
        ApiKeyEnvironmentVariables = ["MODAL_API_KEY"],
        NeedsBaseUrl = true,
        ExampleUrl = "https://workspace--app.modal.run",
        // About what an A10 costs (https://modal.com/pricing); what an application costs depends on the container behind it.
        Tariff = new() { Kind = ProviderNames.Modal, RunsOwnEndpoints = true, UsualUsdPerSecond = 0.000306m },
        InRoot = static root => root.Modal,
        Ranges = new ModalOptionsValidator(),
        Rules = ModalRules.Check,
        Create = static (services, name, options) => ActivatorUtilities.CreateInstance<ModalImageProvider>(services, name, options),
    };
}
