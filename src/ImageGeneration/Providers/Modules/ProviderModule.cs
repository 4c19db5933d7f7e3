using ImageGeneration.Configuration;
using ImageGeneration.Pricing;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Providers.Modules;

/// <summary>Describes a provider that the library brings along: its name, and what has to be set to use it.</summary>
public abstract class ProviderModule
{
    private protected ProviderModule()
    {
    }

    /// <summary>Gets the provider's name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the name of its section within <c>ImageGeneration</c>.</summary>
    public required string Section { get; init; }

    /// <summary>Gets the environment variables from which its key is read where no setting gives one; the first that is set wins.</summary>
    public required IReadOnlyList<string> ApiKeyEnvironmentVariables { get; init; }

    /// <summary>Gets a value indicating whether it has no address of its own: its <see cref="ProviderOptions.BaseUrl"/> must be set, and its
    /// key only where the endpoint needs one. Default false.</summary>
    public bool NeedsBaseUrl { get; init; }

    /// <summary>An address such as one may set.</summary>
    internal abstract string ExampleUrl { get; init; }

    /// <summary>How it bills.</summary>
    internal abstract Tariff Tariff { get; init; }

    /// <summary>The setting that makes it usable, below its section.</summary>
    internal string EssentialSetting => NeedsBaseUrl ? nameof(ProviderOptions.BaseUrl) : nameof(ProviderOptions.ApiKey);

    /// <summary>Its settings, under its own name.</summary>
    internal abstract ProviderOptions OptionsIn(ImageGenerationServiceOptions root);

    /// <summary>Adds it to the providers, to be used when it is configured.</summary>
    internal abstract void AddTo(IServiceCollection services);

    /// <summary>The id of a model that a setting gives, as prices name it.</summary>
    internal abstract string PricedId(ProviderOptions options, string id);

    /// <summary>Checks the rules across its settings.</summary>
    /// <param name="path">The settings' place, as a configuration key.</param>
    /// <param name="options">The settings.</param>
    /// <param name="failures">Gets a sentence per broken rule.</param>
    internal abstract void Check(string path, ProviderOptions options, List<string> failures);

    /// <summary>Where the settings of an account stand, as a configuration key.</summary>
    internal string SectionOf(string name) =>
        IsNamed(name) ? $"{SettingsReader.Section}:{Section}" : SettingsSources.PathOf(name);

    /// <summary>Where the key of an account comes from: the setting, and the variable that fills it.</summary>
    internal string KeySettingOf(string name) =>
        SectionOf(name) + ":ApiKey" + (IsNamed(name) ? " or " + ApiKeyEnvironmentVariables[0] : "");

    /// <summary>It is this module, under the module's own name.</summary>
    internal bool IsNamed(string name) => string.Equals(name, Name, StringComparison.OrdinalIgnoreCase);
}
