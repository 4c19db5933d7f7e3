using ImageGeneration.Providers;
using ImageGeneration.Providers.Modal;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Provides extension methods that add Modal to image generation. The order of the calls is the default order of the
/// route.</summary>
public static class ModalBuilderExtensions
{
    /// <summary>Adds a Modal endpoint under the name <see cref="ProviderNames.Modal"/>; it must be configured.</summary>
    /// <param name="builder">The builder that <c>AddImageGeneration</c> returned.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">A provider of this name has already been added.</exception>
    public static IImageGenerationBuilder AddModal(this IImageGenerationBuilder builder) =>
        ModalModule.Row.AddTo(builder, ProviderNames.Modal, null);

    /// <summary>Adds a Modal endpoint under the name <see cref="ProviderNames.Modal"/>; it must be configured.</summary>
    /// <param name="builder">The builder that <c>AddImageGeneration</c> returned.</param>
    /// <param name="configure">The delegate that configures the options, after the section and the environment; null for none.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">A provider of this name has already been added.</exception>
    public static IImageGenerationBuilder AddModal(this IImageGenerationBuilder builder, Action<ModalOptions>? configure) =>
        ModalModule.Row.AddTo(builder, ProviderNames.Modal, configure);

    /// <summary>Adds a Modal endpoint under a name of its own; it must be configured. Its settings are in the section
    /// <c>ImageGeneration:Providers</c> under this name.</summary>
    /// <param name="builder">The builder that <c>AddImageGeneration</c> returned.</param>
    /// <param name="name">The provider's name: the key of its options, limits, metrics and logs.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name is blank, or a provider of this name has already been added.</exception>
    public static IImageGenerationBuilder AddModal(this IImageGenerationBuilder builder, string name) =>
        ModalModule.Row.AddTo(builder, name, null);

    /// <summary>Adds a Modal endpoint under a name of its own; it must be configured. Its settings are in the section
    /// <c>ImageGeneration:Providers</c> under this name.</summary>
    /// <param name="builder">The builder that <c>AddImageGeneration</c> returned.</param>
    /// <param name="name">The provider's name: the key of its options, limits, metrics and logs.</param>
    /// <param name="configure">The delegate that configures the options, after the section; null for none.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name is blank, or a provider of this name has already been added.</exception>
    public static IImageGenerationBuilder AddModal(
        this IImageGenerationBuilder builder, string name, Action<ModalOptions>? configure) =>
        ModalModule.Row.AddTo(builder, name, configure);
}
