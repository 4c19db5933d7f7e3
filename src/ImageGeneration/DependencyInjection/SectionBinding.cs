using ImageGeneration.Configuration;
using ImageGeneration.Providers.Modules;
using Microsoft.Extensions.Options;

namespace ImageGeneration.DependencyInjection;

/// <summary>Binds the settings of the section to the options of the service. A setting without effect is an error.</summary>
internal static class SectionBinding
{
    private const string Providers = SettingsSources.Providers;

    /// <exception cref="OptionsValidationException">Some settings have no effect.</exception>
    public static void Bind(SettingsNode node, ImageGenerationServiceOptions options, SettingsTypes types, ProviderRegistry registry)
    {
        var problems = new List<string>();
        if (node.Path == SettingsReader.Section && node.Find(SettingsReader.Section) is { Children.Count: > 0 })
        {
            problems.Add(
                "AddImageGeneration takes the section, configuration.GetSection(\"ImageGeneration\"), but was given its parent section.");
        }
        else if (node.Key.Length == 0 && Strangers(node, types.Root) is { Count: > 0 } strangers)
        {
            problems.Add(
                "AddImageGeneration takes the section, configuration.GetSection(\"ImageGeneration\"), but was given a whole configuration, "
                + $"of which {string.Join(", ", strangers.Take(3))}{(strangers.Count > 3 ? ", …" : "")} are no settings.");
        }
        else
        {
            new SettingsBinder(types, problems).Bind(node, options, except: Providers);
            CheckNames(node, registry, problems);
        }

        SettingsProblems.Throw(Options.DefaultName, typeof(ImageGenerationServiceOptions), problems);
    }

    // The names of a whole configuration, its environment variables among them, that were not meant for the library.
    private static List<string> Strangers(SettingsNode node, SettingsType settings) =>
        [.. node.Children.Select(child => child.Key).Where(key => !IsSame(key, Providers) && settings.Member(key) is null)];

    private static void CheckNames(SettingsNode node, ProviderRegistry registry, List<string> problems)
    {
        if (!string.IsNullOrEmpty(node.Find(Providers)?.Value))
        {
            problems.Add($"{node.Path}:{Providers} must have a section for each name, but is a single value.");
        }

        foreach (var (name, at, _) in SettingsSources.Named(node))
        {
            var known = registry.InOrder.FirstOrDefault(provider => IsSame(provider.Name, name));
            if (registry.Modules.FirstOrDefault(module => IsSame(module.Name, name)) is { } module && known is null or { Module: not null })
            {
                problems.Add($"{at.Path} has no effect: the settings of {name} are in {node.Path}:{module.Section}.");
            }
            else if (known is null)
            {
                problems.Add($"{at.Path} has no effect: no provider '{name}' was added.");
            }
        }
    }

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
