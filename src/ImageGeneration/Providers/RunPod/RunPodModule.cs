using ImageGeneration.Providers.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Providers.RunPod;

internal static class RunPodModule
{
    public static ProviderModule<RunPodOptions> Row { get; } = new()
    {
        Name = ProviderNames.RunPod,
        Section = nameof(ImageGenerationServiceOptions.RunPod),
        ApiKeyEnvironmentVariables = ["RUNPOD_API_KEY"],
        ExampleUrl = "https://api.runpod.ai/v2",
        Tariff = RunPodTariff.Tariff,
        InRoot = static root => root.RunPod,
        Ranges = new RunPodOptionsValidator(),
        Rules = RunPodRules.Check,
        AddSettings = static types => types.Add<ComfyUiWorkflow>(),
        ModelId = static (options, id) =>
            RunPodEndpoint.Parse(id, options.BaseUrl?.GetLeftPart(UriPartial.Path).TrimEnd('/') ?? "").Id,
        Create = static (services, name, options) => ActivatorUtilities.CreateInstance<RunPodImageProvider>(services, name, options),
    };
}
