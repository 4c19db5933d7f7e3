using ImageGeneration.Redaction;

namespace ImageGeneration.Providers.Kit;

/// <summary>Finds what the settings of a provider hold that must not be shown.</summary>
internal static class ProviderSecrets
{
    private static readonly string[] ProxyVariables = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy"];

    public static IEnumerable<string> Find(ProviderOptions options) =>
        FindInKey(options.ApiKey)
            .Concat(options.BaseUrl is { } url ? AddressSecrets.Find(url.OriginalString) : [])
            .Concat(options.Models.Values.Concat(options.LoraModels.Values).SelectMany(AddressSecrets.Find))
            .Concat(options.Secrets)
            .Concat(ProxyVariables.SelectMany(variable => AddressSecrets.Find(Environment.GetEnvironmentVariable(variable) ?? "")));

    /// <summary>Finds a key, its parts, and what follows the scheme in it.</summary>
    public static IEnumerable<string> FindInKey(string? key) =>
        string.IsNullOrWhiteSpace(key) ? [] : key.Split(':').Append(key).Append(WithoutScheme(key)).Select(part => part.Trim());

    /// <summary>Returns what follows the last space: <c>Bearer …</c>.</summary>
    public static string WithoutScheme(string value) => value.Trim() is var trimmed ? trimmed[(trimmed.LastIndexOf(' ') + 1)..] : "";
}
