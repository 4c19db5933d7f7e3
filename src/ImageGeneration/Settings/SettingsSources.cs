using ImageGeneration.Providers;
using ImageGeneration.Providers.Http;
using ImageGeneration.Registration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Settings;

/// <summary>Where the application's settings come from: a section of its configuration, or the environment.</summary>
internal sealed class SettingsSources
{
    /// <summary>The settings of the providers that were added under names of their own, by these names.</summary>
    public const string Providers = "Providers";

    private readonly List<Func<SettingsNode>> _sources = [];
    private readonly List<IConfiguration> _configurations = [];

    /// <summary>The configurations that may change while the application runs.</summary>
    public IReadOnlyList<IConfiguration> Configurations => _configurations;

    public static SettingsSources In(IServiceCollection services) => RegistrationState.In<SettingsSources>(services);

    public Func<SettingsNode> AddVariables()
    {
        _sources.Add(SettingsReader.ReadVariables);
        return SettingsReader.ReadVariables;
    }

    public Func<SettingsNode> Add(IConfiguration configuration)
    {
        _configurations.Add(configuration);
        _sources.Add(() => Read(configuration));
        return _sources[^1];
    }

    /// <exception cref="OptionsValidationException">Some of it has no effect.</exception>
    public static void Bind(SettingsNode node, ImageGenerationServiceOptions options, ProviderRegistry registry)
    {
        var problems = new List<string>();
        if (node.Path == SettingsReader.Section && node.Find(SettingsReader.Section) is { Children.Count: > 0 })
        {
            problems.Add(
                "AddImageGeneration takes the section, configuration.GetSection(\"ImageGeneration\"), and was given what it stands in.");
        }
        else if (node.Key.Length == 0 && Strangers(node) is { Count: > 0 } strangers)
        {
            problems.Add(
                "AddImageGeneration takes the section, configuration.GetSection(\"ImageGeneration\"), and was given a whole configuration, "
                + $"of which {string.Join(", ", strangers.Take(3))}{(strangers.Count > 3 ? ", …" : "")} are no settings.");
        }
        else
        {
            new SettingsBinder(problems).Bind(node, options, except: Providers);
            CheckNames(node, registry, problems);
        }

        Throw(Options.DefaultName, typeof(ImageGenerationServiceOptions), problems);
    }

    /// <exception cref="OptionsValidationException">Some of it has no effect.</exception>
    public void Bind(string provider, ProviderOptions options)
    {
        var problems = new List<string>();
        foreach (var source in _sources)
        {
            foreach (var (name, node, isListed) in Named(source()))
            {
                if (IsSame(name, provider))
                {
                    new SettingsBinder(problems).Bind(node, options, except: isListed ? ["Name"] : []);
                }
            }
        }

        Throw(provider, options.GetType(), problems);
    }

    private static SettingsNode Read(IConfiguration configuration)
    {
        var node = SettingsReader.Read(configuration);
        if (node.IsEmpty && SettingsReader.FindLookalike(configuration) is { } other)
        {
            Throw(
                Options.DefaultName, typeof(ImageGenerationServiceOptions), [$"{node.Path} has no settings, and {other} has: nobody reads those."]);
        }

        return node;
    }

    // The names of a whole configuration, its environment variables among them, that nobody meant for the library.
    private static List<string> Strangers(SettingsNode root) =>
        [.. root.Children.Select(child => child.Key)
            .Where(key => !IsSame(key, Providers) && SettingsType.Find(typeof(ImageGenerationServiceOptions))!.Member(key) is null)];

    private static void CheckNames(SettingsNode node, ProviderRegistry registry, List<string> problems)
    {
        if (!string.IsNullOrEmpty(node.Find(Providers)?.Value))
        {
            problems.Add($"{node.Path}:{Providers} must have a section for each name, and is one value.");
        }

        foreach (var (name, at, _) in Named(node))
        {
            var isBuiltIn = BuiltInProviders.Names.Any(builtIn => IsSame(builtIn, name))
                && !registry.InOrder.Any(provider => IsSame(provider.Name, name) && !provider.IsReplaceable);
            if (isBuiltIn || !registry.InOrder.Any(provider => IsSame(provider.Name, name)))
            {
                problems.Add(isBuiltIn
                    ? $"{at.Path} has no effect: the settings of {name} stand in {node.Path}:{name}."
                    : $"{at.Path} has no effect: no provider '{name}' was added.");
            }
        }
    }

    private static IEnumerable<(string Name, SettingsNode Node, bool IsListed)> Named(SettingsNode node) =>
        (node.Find(Providers)?.Children ?? []).Select(child =>
            SettingsTable.IsIndex(child.Key) && child.Find("Name") is { Value: { } name } ? (name, child, true) : (child.Key, child, false));

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static void Throw(string name, Type type, List<string> problems)
    {
        const int shown = 20;
        if (problems.Count > 0)
        {
            var more = problems.Count > shown ? [$"And {problems.Count - shown} more."] : Array.Empty<string>();
            // A key may stand in a wrong place.
            throw new OptionsValidationException(name, type, problems.Take(shown).Concat(more).Select(text => SafeText.AsLine(text)));
        }
    }
}
