using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Configuration;

/// <summary>Provides the application's settings: a section of its configuration, or the environment.</summary>
internal sealed class SettingsSources
{
    /// <summary>The section with the settings of the providers that were added under names of their own.</summary>
    public const string Providers = "Providers";

    private readonly List<Func<SettingsNode>> _sources = [];
    private readonly List<IConfiguration> _configurations = [];
    private SettingsTypes _types = new();

    /// <summary>Gets the configurations that may change while the application runs.</summary>
    public IReadOnlyList<IConfiguration> Configurations => _configurations;

    public static SettingsSources In(IServiceCollection services)
    {
        var sources = RegistrationState.In<SettingsSources>(services);
        sources._types = SettingsTypes.In(services);
        return sources;
    }

    /// <summary>Gets the path of the settings of a provider with a name of its own, as a configuration key.</summary>
    public static string PathOf(string provider) => $"{SettingsReader.Section}:{Providers}:{provider}";

    public Func<SettingsNode> AddVariables()
    {
        _sources.Add(() => SettingsReader.ReadVariables(_types.Root));
        return _sources[^1];
    }

    public Func<SettingsNode> Add(IConfiguration configuration)
    {
        _configurations.Add(configuration);
        _sources.Add(() => Read(configuration));
        return _sources[^1];
    }

    /// <summary>Binds the settings of a provider with a name of its own to its options.</summary>
    /// <exception cref="OptionsValidationException">Some settings have no effect.</exception>
    public void Bind(string provider, object options)
    {
        var problems = new List<string>();
        foreach (var source in _sources)
        {
            foreach (var (name, node, isListed) in Named(source()))
            {
                if (string.Equals(name, provider, StringComparison.OrdinalIgnoreCase))
                {
                    new SettingsBinder(_types, problems).Bind(node, options, except: isListed ? ["Name"] : []);
                }
            }
        }

        SettingsProblems.Throw(provider, options.GetType(), problems);
    }

    /// <summary>Gets the providers with names of their own in a section, in either form.</summary>
    public static IEnumerable<(string Name, SettingsNode Node, bool IsListed)> Named(SettingsNode node) =>
        (node.Find(Providers)?.Children ?? []).Select(child =>
            SettingsTable.IsIndex(child.Key) && child.Find("Name") is { Value: { } name } ? (name, child, true) : (child.Key, child, false));

    private SettingsNode Read(IConfiguration configuration)
    {
        var node = SettingsReader.Read(configuration);
        if (node.IsEmpty && SettingsReader.FindLookalike(configuration, _types.Root) is { } other)
        {
            SettingsProblems.Throw(
                Options.DefaultName, _types.Root.Type, [$"{node.Path} has no settings, but {other} has, which are not read."]);
        }

        return node;
    }
}
