using ImageGeneration.Providers;
using ImageGeneration.Providers.Modal;

namespace ImageGeneration.Redaction;

/// <summary>What the settings of a provider hold that nobody else may see.</summary>
internal static class ProviderSecrets
{
    // A header that is shorter, or a word, is a name or a switch, and may stand in any message.
    private const int LeastHeader = 16;

    private static readonly string[] ProxyVariables = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy"];

    public static IEnumerable<string> Of(ProviderOptions options) =>
        OfKey(options.ApiKey)
            .Concat(options.BaseUrl is { } url ? AddressSecrets.Of(url.OriginalString) : [])
            .Concat(options.Models.Values.Concat(options.LoraModels.Values).SelectMany(AddressSecrets.Of))
            .Concat(options is ModalOptions modal ? OfModal(modal) : [])
            .Concat(ProxyVariables.SelectMany(variable => AddressSecrets.Of(Environment.GetEnvironmentVariable(variable) ?? "")));

    private static IEnumerable<string> OfKey(string? key) =>
        string.IsNullOrWhiteSpace(key) ? [] : key.Split(':').Append(key).Append(WithoutScheme(key)).Select(part => part.Trim());

    private static IEnumerable<string> OfModal(ModalOptions options)
    {
        foreach (var key in OfKey(options.ProxyKey).Concat(OfKey(options.ProxySecret)))
        {
            yield return key;
        }

        foreach (var (name, value) in options.Headers)
        {
            if (!string.IsNullOrWhiteSpace(value)
                && (SecretNames.Are(name) || (WithoutScheme(value).Length >= LeastHeader && value.AsSpan().ContainsAnyInRange('0', '9'))))
            {
                yield return value.Trim();
                yield return WithoutScheme(value);
            }
        }

        foreach (var (name, value) in options.FixedFields)
        {
            foreach (var secret in InputSecrets.Of(name, value))
            {
                yield return secret;
            }
        }
    }

    private static string WithoutScheme(string value) => value.Trim() is var trimmed ? trimmed[(trimmed.LastIndexOf(' ') + 1)..] : "";
}
