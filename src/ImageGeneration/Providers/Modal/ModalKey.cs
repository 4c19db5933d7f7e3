using ImageGeneration.Providers.Http;

namespace ImageGeneration.Providers.Modal;

/// <summary>The two kinds of key a Modal endpoint takes, and the one people mistake for them.</summary>
internal static class ModalKey
{
    public static ProviderKey Read(string? apiKey)
    {
        var key = apiKey?.Trim() ?? "";
        if (key.StartsWith("ak-", StringComparison.Ordinal) || key.StartsWith("as-", StringComparison.Ordinal))
        {
            return new(
                [],
                "it is an account token (ak-, as-), which manages the account; "
                + "a web endpoint takes a proxy token as \"wk-…:ws-…\", or a bearer token of your own.");
        }

        if (!key.StartsWith("wk-", StringComparison.Ordinal) && !key.StartsWith("ws-", StringComparison.Ordinal))
        {
            return ProviderKey.Bearer(key);
        }

        return key.Split(':') is [['w', 'k', '-', ..] id, ['w', 's', '-', ..] secret] && ProviderKey.IsPlain(key)
            ? new([new("Modal-Key", id), new("Modal-Secret", secret)])
            : new([], "a proxy token has two parts, the key and the secret; write them as \"wk-…:ws-…\".");
    }
}
