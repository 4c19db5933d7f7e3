using ImageGeneration.DependencyInjection;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Providers.Modules;
using Microsoft.Extensions.Options;
using Polly;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Provides extension methods that add providers to image generation. The order of the calls is the default order of the route; a
/// provider that is added must be configured.</summary>
public static class ImageGenerationBuilderExtensions
{
    /// <summary>Adds a provider of your own.</summary>
    /// <param name="builder">The builder that <c>AddImageGeneration</c> returned.</param>
    /// <param name="name">The provider's name: what <see cref="IImageProvider.Name"/> returns.</param>
    /// <param name="create">The delegate that creates the provider; called once.</param>
    /// <param name="configure">The delegate that configures its limits, timeouts and quality, after those of the section
    /// <c>ImageGeneration:Providers</c> under its name; null for none.</param>
    /// <returns>The builder.</returns>
    public static IImageGenerationBuilder AddProvider(
        this IImageGenerationBuilder builder,
        string name,
        Func<IServiceProvider, IImageProvider> create,
        Action<ProviderOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        ProviderRegistry.In(builder.Services).Add(new(
            name,
            services => services.GetRequiredService<IOptionsMonitor<ProviderOptions>>().Get(name),
            (services, _) => create(services),
            (services, changed) => _ = services.GetRequiredService<IOptionsMonitor<ProviderOptions>>()
                .OnChange((_, of) => NamedProvider.CallIf(of == name, changed)))
        {
            IsRequired = true,
        });
        builder.Services.AddProviderHttpClient(name);
        NamedProvider.Add(builder.Services, name, module: null, new ProviderOptionsValidator(), configure);
        return builder;
    }

    /// <summary>Adds strategies to a provider's pipeline. They surround everything that the library does there: its retry, its circuit
    /// breaker, the permit and the job. Beware of retry and hedging: each execution is a job that is paid for.</summary>
    /// <param name="builder">The builder that <c>AddImageGeneration</c> returned.</param>
    /// <param name="provider">The provider's name.</param>
    /// <param name="configure">The delegate that adds to the pipeline.</param>
    /// <returns>The builder.</returns>
    public static IImageGenerationBuilder ConfigureResilience(
        this IImageGenerationBuilder builder, string provider, Action<ResiliencePipelineBuilder<ProviderJob>> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(provider);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddSingleton(new PipelineAddition(provider, configure));
        return builder;
    }
}
