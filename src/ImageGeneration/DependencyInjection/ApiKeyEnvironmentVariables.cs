using ImageGeneration.Providers.Modules;
using Microsoft.Extensions.Options;

namespace ImageGeneration.DependencyInjection;

/// <summary>Sets the keys that no setting provides from the environment variables of the vendors' own tools.</summary>
internal sealed class ApiKeyEnvironmentVariables(ProviderRegistry registry) : IPostConfigureOptions<ImageGenerationServiceOptions>
{
    /// <summary>Lists the variables in words that follow "one of".</summary>
    public static string Describe(IEnumerable<ProviderModule> modules)
    {
        var names = modules
            .Select(module => string.Join(" or ", module.ApiKeyEnvironmentVariables.Skip(1)) is { Length: > 0 } others
                ? $"{module.ApiKeyEnvironmentVariables[0]} (or {others})"
                : module.ApiKeyEnvironmentVariables[0])
            .ToList();
        return names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }

    public void PostConfigure(string? name, ImageGenerationServiceOptions options)
    {
        foreach (var module in registry.Modules)
        {
            var own = module.OptionsIn(options);
            own.ApiKey = FirstOf(own.ApiKey, module.ApiKeyEnvironmentVariables)?.Trim();
        }
    }

    private static string? FirstOf(string? setting, IReadOnlyList<string> variables)
    {
        foreach (var variable in variables)
        {
            if (!string.IsNullOrWhiteSpace(setting))
            {
                break;
            }

            setting = Environment.GetEnvironmentVariable(variable);
        }

        return setting;
    }
}
