using ImageGeneration.Providers;
using ImageGeneration.Providers.Replicate;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Provides extension methods that add Replicate to image generation. The order of the calls is the default order of the
/// route.</summary>
public static class ReplicateBuilderExtensions
{
    /// <summary>Adds Replicate under the name <see cref="ProviderNames.Replicate"/>; it must be configured.</summary>
    /// <param name="builder">The builder that <c>AddImageGeneration</c> returned.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">A provider of this name has already been added.</exception>
    public static IImageGenerationBuilder AddReplicate(this IImageGenerationBuilder builder) =>
        ReplicateModule.Row.AddTo(builder, ProviderNames.Replicate, null);

    /// <summary>Adds Replicate under the name <see cref="ProviderNames.Replicate"/>; it must be configured.</summary>
    /// <param name="builder">The builder that <c>AddImageGeneration</c> returned.</param>
    /// <param name="configure">The delegate that configures the options, after the section and the environment; null for none.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">A provider of this name has already been added.</exception>
    public static IImageGenerationBuilder AddReplicate(this IImageGenerationBuilder builder, Action<ReplicateOptions>? configure) =>
        ReplicateModule.Row.AddTo(builder, ProviderNames.Replicate, configure);

    /// <summary>Adds an account of Replicate under a name of its own; it must be configured. Its settings are in the section
    /// <c>ImageGeneration:Providers</c> under this name.</summary>
    /// <param name="builder">The builder that <c>AddImageGeneration</c> returned.</param>
    /// <param name="name">The provider's name: the key of its options, limits, metrics and logs.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name is blank, or a provider of this name has already been added.</exception>
    public static IImageGenerationBuilder AddReplicate(this IImageGenerationBuilder builder, string name) =>
        ReplicateModule.Row.AddTo(builder, name, null);

    /// <summary>Adds an account of Replicate under a name of its own; it must be configured. Its settings are in the section
    /// <c>ImageGeneration:Providers</c> under this name.</summary>
    /// <param name="builder">The builder that <c>AddImageGeneration</c> returned.</param>
    /// <param name="name">The provider's name: the key of its options, limits, metrics and logs.</param>
    /// <param name="configure">The delegate that configures the options, after the section; null for none.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name is blank, or a provider of this name has already been added.</exception>
    public static IImageGenerationBuilder AddReplicate(
        this IImageGenerationBuilder builder, string name, Action<ReplicateOptions>? configure) =>
        ReplicateModule.Row.AddTo(builder, name, configure);
}
