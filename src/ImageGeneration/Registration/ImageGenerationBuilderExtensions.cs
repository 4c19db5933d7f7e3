using System.Diagnostics.CodeAnalysis;
using ImageGeneration;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Modal;
using ImageGeneration.Providers.Replicate;
using ImageGeneration.Providers.RunPod;
using ImageGeneration.Registration;
using ImageGeneration.Settings;
using ImageGeneration.Validation;
using Microsoft.Extensions.Options;
using Polly;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds providers to an application. The order of the calls is the default order of the route; a provider added here must be
/// configured.</summary>
public static class ImageGenerationBuilderExtensions
{
    /// <summary>Adds Replicate, or a further account of it under a name of its own.</summary>
    /// <param name="builder">From <c>AddImageGeneration</c>.</param>
    /// <param name="configure">Makes the settings; null for those of the section and the environment.</param>
    /// <param name="name">The provider's name. The settings of one with a name of its own stand in the section
    /// <c>ImageGeneration:Providers</c> under this name.</param>
    /// <returns>The builder.</returns>
    public static IImageGenerationBuilder AddReplicate(
        this IImageGenerationBuilder builder, Action<ReplicateOptions>? configure = null, string name = BuiltInProviders.Replicate)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        BuiltInProviders.AddReplicate(builder.Services, name, required: true);
        if (BuiltInProviders.IsBuiltIn(name, BuiltInProviders.Replicate))
        {
            builder.Services.Configure<ImageGenerationServiceOptions>(options => configure?.Invoke(options.Replicate));
        }
        else
        {
            AddNamed(builder, name, configure, new ReplicateOptionsValidator());
        }

        return builder;
    }

    /// <summary>Adds RunPod, or a further account of it under a name of its own.</summary>
    /// <param name="builder">From <c>AddImageGeneration</c>.</param>
    /// <param name="configure">Makes the settings; null for those of the section and the environment.</param>
    /// <param name="name">The provider's name. The settings of one with a name of its own stand in the section
    /// <c>ImageGeneration:Providers</c> under this name.</param>
    /// <returns>The builder.</returns>
    public static IImageGenerationBuilder AddRunPod(
        this IImageGenerationBuilder builder, Action<RunPodOptions>? configure = null, string name = BuiltInProviders.RunPod)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        BuiltInProviders.AddRunPod(builder.Services, name, required: true);
        if (BuiltInProviders.IsBuiltIn(name, BuiltInProviders.RunPod))
        {
            builder.Services.Configure<ImageGenerationServiceOptions>(options => configure?.Invoke(options.RunPod));
        }
        else
        {
            AddNamed(builder, name, configure, new RunPodOptionsValidator());
        }

        return builder;
    }

    /// <summary>Adds a Modal endpoint, or a further one under a name of its own.</summary>
    /// <param name="builder">From <c>AddImageGeneration</c>.</param>
    /// <param name="configure">Makes the settings; null for those of the section and the environment.</param>
    /// <param name="name">The provider's name. The settings of one with a name of its own stand in the section
    /// <c>ImageGeneration:Providers</c> under this name.</param>
    /// <returns>The builder.</returns>
    public static IImageGenerationBuilder AddModal(
        this IImageGenerationBuilder builder, Action<ModalOptions>? configure = null, string name = BuiltInProviders.Modal)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        BuiltInProviders.AddModal(builder.Services, name, required: true);
        if (BuiltInProviders.IsBuiltIn(name, BuiltInProviders.Modal))
        {
            builder.Services.Configure<ImageGenerationServiceOptions>(options => configure?.Invoke(options.Modal));
        }
        else
        {
            AddNamed(builder, name, configure, new ModalOptionsValidator());
        }

        return builder;
    }

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
                .OnChange((_, of) => BuiltInProviders.CallIf(of == name, changed)))
        {
            IsRequired = true,
        });
        AddNamed(builder, name, configure, new ProviderOptionsValidator());
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

    private static void AddNamed<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        IImageGenerationBuilder builder, string name, Action<TOptions>? configure, IValidateOptions<TOptions> ranges)
        where TOptions : ProviderOptions
    {
        var sources = SettingsSources.In(builder.Services);
        var options = builder.Services.AddOptions<TOptions>(name).Configure(options => sources.Bind(name, options)).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        options.PostConfigure(static options => options.ApiKey = options.ApiKey?.Trim());
        builder.Services.AddSingleton<IValidateOptions<TOptions>>(new NamedProviderValidator<TOptions>(name, ranges));
        builder.Services.AddReloading<TOptions>(name, sources.Configurations);
    }
}
