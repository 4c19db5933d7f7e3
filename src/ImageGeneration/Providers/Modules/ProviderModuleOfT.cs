using System.Diagnostics.CodeAnalysis;
using ImageGeneration.Configuration;
using ImageGeneration.Pricing;
using ImageGeneration.Providers.Kit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Providers.Modules;

/// <summary>Describes a built-in provider as data: all that is needed to register it under its own name, with the settings of
/// <see cref="ImageGenerationServiceOptions"/>, and further accounts of it under other names, with named options.</summary>
/// <typeparam name="TOptions">The type of its options.</typeparam>
internal sealed class ProviderModule<[DynamicallyAccessedMembers(SettingsType.Needed)] TOptions> : ProviderModule
    where TOptions : ProviderOptions, new()
{
    internal required override string ExampleUrl { get; init; }

    internal required override Tariff Tariff { get; init; }

    /// <summary>Gets its options in the options of the service.</summary>
    public required Func<ImageGenerationServiceOptions, TOptions> InRoot { get; init; }

    /// <summary>Creates the provider from the services, its name and its options.</summary>
    public required Func<IServiceProvider, string, TOptions, IImageProvider> Create { get; init; }

    /// <summary>Gets the validator of the single settings.</summary>
    public required IValidateOptions<TOptions> Ranges { get; init; }

    /// <summary>Gets the rules across settings; none by default.</summary>
    public Action<string, TOptions, List<string>> Rules { get; init; } = static (_, _, _) => { };

    /// <summary>Adds the types of its options to those that can be configured.</summary>
    public Action<SettingsTypes> AddSettings { get; init; } = static _ => { };

    /// <summary>Gets the id of a model as prices name it, from that of a setting.</summary>
    public Func<TOptions, string, string> ModelId { get; init; } = static (_, id) => PriceTable.Undecorated(id).ToString();

    internal override TOptions OptionsIn(ImageGenerationServiceOptions root) => InRoot(root);

    internal override void AddTo(IServiceCollection services)
    {
        AddSettings(SettingsTypes.In(services).Add<TOptions>());
        ProviderRegistry.In(services).AddModule(this);
        Register(services, Name, required: false);
    }

    /// <summary>Adds it to the providers, which makes it required.</summary>
    /// <exception cref="ArgumentException">The name is blank, or a provider of this name has already been added.</exception>
    public IImageGenerationBuilder AddTo(IImageGenerationBuilder builder, string name, Action<TOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Register(builder.Services, name, required: true);
        if (!IsNamed(name))
        {
            NamedProvider.Add(builder.Services, name, this, Ranges, configure);
        }
        else if (configure is not null)
        {
            builder.Services.Configure<ImageGenerationServiceOptions>(root => configure(InRoot(root)));
        }

        return builder;
    }

    internal override string PricedId(ProviderOptions options, string id) =>
        Tariff.Aliases.GetValueOrDefault(id) ?? ModelId((TOptions)options, id);

    internal override void Check(string path, ProviderOptions options, List<string> failures)
    {
        ProviderRules.Check(path, options, failures);
        ProviderRules.CheckService(path, options, ExampleUrl, failures);
        Rules(path, (TOptions)options, failures);
    }

    private void Register(IServiceCollection services, string name, bool required)
    {
        var isInRoot = IsNamed(name);
        ProviderRegistry.In(services).Add(new(
            name,
            provider => isInRoot ? InRoot(Root(provider).CurrentValue) : Own(provider).Get(name),
            (provider, options) => Create(provider, name, (TOptions)options),
            (provider, changed) => _ = isInRoot
                ? Root(provider).OnChange((_, _) => changed())
                : Own(provider).OnChange((_, of) => NamedProvider.CallIf(of == name, changed)))
        {
            IsRequired = required,
            Module = this,
        });
        services.AddProviderHttpClient(name);
    }

    private static IOptionsMonitor<ImageGenerationServiceOptions> Root(IServiceProvider services) =>
        services.GetRequiredService<IOptionsMonitor<ImageGenerationServiceOptions>>();

    private static IOptionsMonitor<TOptions> Own(IServiceProvider services) => services.GetRequiredService<IOptionsMonitor<TOptions>>();
}
