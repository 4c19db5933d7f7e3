using ImageGeneration.Configuration;
using ImageGeneration.Pricing;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Providers.Modules;

/// <summary>Describes a built-in provider: its name, and what must be set to use it.</summary>
public abstract class ProviderModule
{
    private protected ProviderModule()
    {
    }

    /// <summary>Gets the provider's name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the name of its configuration section within <c>ImageGeneration</c>.</summary>
    public required string Section { get; init; }

    /// <summary>Gets the environment variables from which its key is read when no setting provides one; the first that is set
    /// applies.</summary>
    public required IReadOnlyList<string> ApiKeyEnvironmentVariables { get; init; }

    /// <summary>Gets a value indicating whether the provider has no address of its own: its <see cref="ProviderOptions.BaseUrl"/> must be
    /// set, and its key only when the endpoint needs one. Default false.</summary>
    public bool NeedsBaseUrl { get; init; }

    /// <summary>Gets an example of its address.</summary>
    internal abstract string ExampleUrl { get; init; }

    /// <summary>Gets the tariff.</summary>
    internal abstract Tariff Tariff { get; init; }

    /// <summary>Gets the setting that makes it usable, below its section.</summary>
    internal string EssentialSetting => NeedsBaseUrl ? nameof(ProviderOptions.BaseUrl) : nameof(ProviderOptions.ApiKey);

    /// <summary>Gets its options, under its own name.</summary>
    internal abstract ProviderOptions OptionsIn(ImageGenerationServiceOptions root);

    /// <summary>Adds it to the providers, to be used when it is configured.</summary>
    internal abstract void AddTo(IServiceCollection services);

    /// <summary>Gets the id of a model from a setting, as prices name it.</summary>
    internal abstract string PricedId(ProviderOptions options, string id);

    /// <summary>Validates the rules across its settings.</summary>
    /// <param name="path">The path of the settings, as a configuration key.</param>
    /// <param name="options">The settings.</param>
    /// <param name="failures">Receives one sentence for each broken rule.</param>
    internal abstract void Check(string path, ProviderOptions options, List<string> failures);

    /// <summary>Gets the path of an account's settings, as a configuration key.</summary>
    internal string SectionOf(string name) =>
        IsNamed(name) ? $"{SettingsReader.Section}:{Section}" : SettingsSources.PathOf(name);

    /// <summary>Gets the source of an account's key, in words: the setting, and the environment variable that fills it.</summary>
    internal string KeySettingOf(string name) =>
        SectionOf(name) + ":ApiKey" + (IsNamed(name) ? " or " + ApiKeyEnvironmentVariables[0] : "");

    /// <summary>Determines whether a name is the module's own.</summary>
    internal bool IsNamed(string name) => string.Equals(name, Name, StringComparison.OrdinalIgnoreCase);
}
