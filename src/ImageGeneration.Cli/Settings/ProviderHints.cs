using ImageGeneration.DependencyInjection;
using ImageGeneration.Providers.Modules;

namespace ImageGeneration.Cli.Settings;

/// <summary>Describes what must be set to use the providers.</summary>
internal static class ProviderHints
{
    /// <summary>Gets the providers by the names that commands take.</summary>
    public static string Names { get; } = string.Join(", ", BuiltInProviders.All.Select(module => module.Name));

    /// <summary>Gets the providers by their own names.</summary>
    public static string Titles { get; } = Or(BuiltInProviders.All.Select(module => module.Section));

    /// <summary>Gets the variables that keys are read from.</summary>
    public static string ApiKeyEnvironmentVariables { get; } = Or(BuiltInProviders.All.Select(Variables));

    /// <summary>Describes what makes a provider of this name usable; empty for an unknown name.</summary>
    public static string HowToConfigure(string provider) =>
        BuiltInProviders.All.FirstOrDefault(module => module.Name.Equals(provider, StringComparison.OrdinalIgnoreCase)) is { } known
            ? $" For {known.Name} set {Needed(known)}."
            : "";

    private static string Needed(ProviderModule module) =>
        module.NeedsBaseUrl
            ? $"{BaseUrlVariable(module)}, and {module.ApiKeyEnvironmentVariables[0]} where the endpoint needs a key"
            : module.ApiKeyEnvironmentVariables[0];

    /// <summary>Gets the variable that holds a provider's address.</summary>
    public static string BaseUrlVariable(ProviderModule module) => $"{CliSettings.Section}__{module.Section}__BaseUrl";

    private static string Or(IEnumerable<string> words) =>
        words.ToList() is { Count: > 1 } all ? $"{string.Join(", ", all[..^1])} or {all[^1]}" : string.Concat(words);

    private static string Variables(ProviderModule module)
    {
        var others = string.Join(" or ", module.ApiKeyEnvironmentVariables.Skip(1));
        return module.ApiKeyEnvironmentVariables[0]
            + (others.Length == 0 ? "" : $" (or {others})")
            + (module.NeedsBaseUrl ? $" ({module.Section} needs {BaseUrlVariable(module)} too)" : "");
    }
}
