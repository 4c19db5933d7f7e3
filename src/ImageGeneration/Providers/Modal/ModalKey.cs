using ImageGeneration.Providers.Kit;

namespace ImageGeneration.Providers.Modal;

/// <summary>Reads the two kinds of key that a Modal endpoint takes, and recognizes the one that is often mistaken for them.</summary>
internal static class ModalKey
{
    private const string AccountToken =
        "it is an account token (ak-, as-), which manages the account; "
        + "a web endpoint takes a proxy token as \"wk-…:ws-…\", or a bearer token of your own.";

    private const string TwoParts = "a proxy token has two parts, the key and the secret; write them as \"wk-…:ws-…\".";

    /// <summary>Reads every header that goes with a call: proxy token, bearer token, and those of the settings.</summary>
    public static ProviderKey Read(ModalOptions options)
    {
        var own = FromApiKey(options.ApiKey);
        var proxy = FromProxyToken(options.ProxyKey, options.ProxySecret);
        return new([.. proxy.Headers, .. own.Headers, .. options.Headers], proxy.Problem ?? own.Problem);
    }

    /// <summary>Reads a proxy token from two settings.</summary>
    public static ProviderKey FromProxyToken(string? key, string? secret)
    {
        var (id, hidden) = (key?.Trim() ?? "", secret?.Trim() ?? "");
        return id.Length + hidden.Length == 0 ? new([])
            : IsAccountToken(id) || IsAccountToken(hidden) ? new([], AccountToken)
            : id is ['w', 'k', '-', ..] && hidden is ['w', 's', '-', ..] && ProviderKey.IsPlain(id + hidden)
                ? new([new("Modal-Key", id), new("Modal-Secret", hidden)])
                : new([], "a proxy token has two parts: ProxyKey starts with wk-, ProxySecret with ws-.");
    }

    public static bool IsProxyToken(string? apiKey) => apiKey?.Trim() is ['w', 'k' or 's', '-', ..];

    private static ProviderKey FromApiKey(string? apiKey)
    {
        var key = apiKey?.Trim() ?? "";
        if (IsAccountToken(key))
        {
            return new([], AccountToken);
        }

        if (!IsProxyToken(key))
        {
            return ProviderKey.Bearer(key);
        }

        return key.Split(':') is [['w', 'k', '-', ..] id, ['w', 's', '-', ..] secret] && ProviderKey.IsPlain(key)
            ? new([new("Modal-Key", id), new("Modal-Secret", secret)])
            : new([], TwoParts);
    }

    private static bool IsAccountToken(string key) => key is ['a', 'k' or 's', '-', ..];
}
