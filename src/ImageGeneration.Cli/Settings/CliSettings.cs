using ImageGeneration.DependencyInjection;
using ImageGeneration.Routing;
using Microsoft.Extensions.Configuration;

namespace ImageGeneration.Cli.Settings;

/// <summary>Combines the settings: a JSON file, then variables such as <c>ImageGeneration__Replicate__BaseUrl</c>, then the key variables,
/// then the command line. Later ones override earlier ones.</summary>
internal static class CliSettings
{
    public const string Section = "ImageGeneration";

    // Of two variables for one key the first one applies.
    private static readonly List<(string Variable, string Setting)> _keys =
        [.. BuiltInProviders.All.SelectMany(module =>
            module.ApiKeyEnvironmentVariables.Reverse().Select(variable => (variable, $"{module.Section}:ApiKey")))];

    private static readonly string[] _oneIsEnough =
        [.. BuiltInProviders.All.SelectMany(module => module.NeedsBaseUrl
            ? new[] { $"{module.Section}:ApiKey", $"{module.Section}:BaseUrl" }
            : [$"{module.Section}:ApiKey"])];

    public static async Task<Dictionary<string, string?>> LoadAsync(CliEnvironment environment, string? file, RoutingStrategy? strategy)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (file is not null)
        {
            foreach (var (setting, value) in await JsonSettings.ReadAsync(
                Path.GetFullPath(file, environment.WorkingDirectory), file, Section, environment.Interrupted))
            {
                settings[setting] = value;
            }
        }

        foreach (var (variable, value) in environment.Variables)
        {
            var path = variable.Replace("__", ":", StringComparison.Ordinal);
            if (path.StartsWith(Section + ":", StringComparison.OrdinalIgnoreCase))
            {
                settings[path[(Section.Length + 1)..]] = value;
            }
            else if (IsMisspelt(path))
            {
                // The library reports that it has no such setting.
                settings[variable] = value;
            }
        }

        foreach (var (variable, setting) in _keys)
        {
            if (environment.Variables.TryGetValue(variable, out var key) && !string.IsNullOrWhiteSpace(key))
            {
                settings[setting] = key.Trim();
            }
        }

        if (strategy is { } chosen)
        {
            settings["Routing:Strategy"] = chosen.ToString();
        }

        return settings;
    }

    /// <summary>Determines whether a provider can be used: it has a key, or is an endpoint of one's own that needs none.</summary>
    public static bool HasProvider(Dictionary<string, string?> settings) =>
        !Array.TrueForAll(_oneIsEnough, setting => IsMissing(settings, setting));

    /// <summary>Returns the section that the library binds; errors name the settings by their full path.</summary>
    public static IConfiguration ToSection(Dictionary<string, string?> settings)
    {
        // The library sets missing keys from the process's own variables, which need not be the ones that were read here.
        foreach (var group in _oneIsEnough.GroupBy(setting => setting.Split(':')[0]))
        {
            if (group.All(setting => IsMissing(settings, setting)))
            {
                settings[group.Key + ":Enabled"] = "false";
            }
        }

        return new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"{Section}:{setting.Key}", setting.Value)))
            .Build()
            .GetSection(Section);
    }

    private static bool IsMisspelt(string path) =>
        path.Contains(':', StringComparison.Ordinal)
        && Array.Exists(
            typeof(ImageGenerationServiceOptions).GetProperties(),
            setting => Words.Begins(path.Replace(":", "", StringComparison.Ordinal), Section + setting.Name));

    private static bool IsMissing(Dictionary<string, string?> settings, string setting) =>
        string.IsNullOrWhiteSpace(settings.GetValueOrDefault(setting));
}
