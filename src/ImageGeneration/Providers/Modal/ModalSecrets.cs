using ImageGeneration.Providers.Kit;
using ImageGeneration.Redaction;

namespace ImageGeneration.Providers.Modal;

/// <summary>Finds what the settings of an endpoint hold that must not be shown, besides key and addresses.</summary>
internal static class ModalSecrets
{
    // A header that is shorter, or a word, is a name or a switch, and may appear in any message.
    private const int MinHeader = 16;

    public static IEnumerable<string> Find(ModalOptions options)
    {
        foreach (var key in ProviderSecrets.FindInKey(options.ProxyKey).Concat(ProviderSecrets.FindInKey(options.ProxySecret)))
        {
            yield return key;
        }

        foreach (var (name, value) in options.Headers)
        {
            if (!string.IsNullOrWhiteSpace(value) && (SecretNames.Are(name) || IsLikeAKey(value)))
            {
                yield return value.Trim();
                yield return ProviderSecrets.WithoutScheme(value);
            }
        }

        foreach (var (name, value) in options.FixedFields)
        {
            foreach (var secret in InputSecrets.Find(name, value))
            {
                yield return secret;
            }
        }
    }

    private static bool IsLikeAKey(string value) =>
        ProviderSecrets.WithoutScheme(value).Length >= MinHeader && value.AsSpan().ContainsAnyInRange('0', '9');
}
