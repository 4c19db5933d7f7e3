using ImageGeneration.Providers.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Providers.Replicate;

internal static class ReplicateModule
{
    public static ProviderModule<ReplicateOptions> Row { get; } = new()
    {
        Name = ProviderNames.Replicate,
        Section = nameof(ImageGenerationServiceOptions.Replicate),
        ApiKeyEnvironmentVariables = ["REPLICATE_API_KEY", "REPLICATE_API_TOKEN"],
        ExampleUrl = "https://api.replicate.com/v1",
        Tariff = ReplicateTariff.Tariff,
        InRoot = static root => root.Replicate,
        Ranges = new ReplicateOptionsValidator(),
        Rules = ProviderRules.CheckKey,
        Create = static (services, name, options) => ActivatorUtilities.CreateInstance<ReplicateImageProvider>(services, name, options),
    };
}
