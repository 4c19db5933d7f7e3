using ImageGeneration.Providers;
using ImageGeneration.Providers.RunPod;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Provides extension methods that add RunPod to image generation. The order of the calls is the default order of the
/// route.</summary>
public static class RunPodBuilderExtensions
{
    /// <summary>Adds RunPod under the name <see cref="ProviderNames.RunPod"/>; it must be configured.</summary>
    /// <param name="builder">The builder that <c>AddImageGeneration</c> returned.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">A provider of this name has already been added.</exception>
    public static IImageGenerationBuilder AddRunPod(this IImageGenerationBuilder builder) =>
        RunPodModule.Row.AddTo(builder, ProviderNames.RunPod, null);

    /// <summary>Adds RunPod under the name <see cref="ProviderNames.RunPod"/>; it must be configured.</summary>
    /// <param name="builder">The builder that <c>AddImageGeneration</c> returned.</param>
    /// <param name="configure">The delegate that configures the options, after the section and the environment; null for none.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">A provider of this name has already been added.</exception>
    public static IImageGenerationBuilder AddRunPod(this IImageGenerationBuilder builder, Action<RunPodOptions>? configure) =>
        RunPodModule.Row.AddTo(builder, ProviderNames.RunPod, configure);

    /// <summary>Adds an account of RunPod under a name of its own; it must be configured. Its settings are in the section
    /// <c>ImageGeneration:Providers</c> under this name.</summary>
    /// <param name="builder">The builder that <c>AddImageGeneration</c> returned.</param>
    /// <param name="name">The provider's name: the key of its options, limits, metrics and logs.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name is blank, or a provider of this name has already been added.</exception>
    public static IImageGenerationBuilder AddRunPod(this IImageGenerationBuilder builder, string name) =>
        RunPodModule.Row.AddTo(builder, name, null);

    /// <summary>Adds an account of RunPod under a name of its own; it must be configured. Its settings are in the section
    /// <c>ImageGeneration:Providers</c> under this name.</summary>
    /// <param name="builder">The builder that <c>AddImageGeneration</c> returned.</param>
    /// <param name="name">The provider's name: the key of its options, limits, metrics and logs.</param>
    /// <param name="configure">The delegate that configures the options, after the section; null for none.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name is blank, or a provider of this name has already been added.</exception>
    public static IImageGenerationBuilder AddRunPod(
        this IImageGenerationBuilder builder, string name, Action<RunPodOptions>? configure) =>
        RunPodModule.Row.AddTo(builder, name, configure);
}
