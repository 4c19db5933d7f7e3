using ImageGeneration.DependencyInjection;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Providers.Modules;
using Microsoft.Extensions.Options;
using Polly;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds providers to an application. The order of the calls is the default order of the route; a provider added here must be
/// configured.</summary>
public static class ImageGenerationBuilderExtensions
{
    /// <summary>Adds a provider of your own.</summary>
    /// <param name="builder">From <c>AddImageGeneration</c>.</param>
    /// <param name="name">The provider's name: what <see cref="IImageProvider.Name"/> returns.</param>
    /// <param name="create">Makes it; called once.</param>
    /// <param name="configure">Makes its limits, clocks and quality, after those of the section <c>ImageGeneration:Providers</c> under its
    /// name; null for these.</param>
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

    /// <summary>Adds strategies to a provider's pipeline. They surround everything the library does there: its retry, its breaker, the
    /// permit and the job. Beware of retry and hedging: each execution is a job that is paid.</summary>
    /// <param name="builder">From <c>AddImageGeneration</c>.</param>
    /// <param name="provider">The provider's name.</param>
    /// <param name="configure">Adds to the pipeline.</param>
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
