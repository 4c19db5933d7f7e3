using ImageGeneration.Providers.Modal;
using ImageGeneration.Providers.Modules;
using ImageGeneration.Providers.Replicate;
using ImageGeneration.Providers.RunPod;

namespace ImageGeneration.DependencyInjection;

/// <summary>Provides the built-in providers.</summary>
public static class BuiltInProviders
{
    /// <summary>Gets the providers in the order in which they are asked by default. Each is used when it is configured.</summary>
    public static IReadOnlyList<ProviderModule> All { get; } =
    [
        ReplicateModule.Row,
        RunPodModule.Row,
        ModalModule.Row,
    ];
}
