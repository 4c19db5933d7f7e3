namespace ImageGeneration.Redaction;

/// <summary>Provides the names of fields, headers and query parameters whose values are secrets.</summary>
internal static class SecretNames
{
    // The endings of the names: "keywords", "tokenizer" and "max_tokens" hold no secret.
    private static readonly string[] Ends =
    [
        "key", "token", "secret", "password", "passwd", "passphrase", "pwd", "credential", "credentials", "authorization", "auth",
        "signature", "sig", "hmac", "bearer", "cookie", "session",
    ];

    public static bool Are(string name) =>
        name.Trim() is var trimmed
        && (Array.Exists(Ends, end => trimmed.EndsWith(end, StringComparison.OrdinalIgnoreCase))
            || trimmed.Contains("apikey", StringComparison.OrdinalIgnoreCase)
            || trimmed.Contains("api_key", StringComparison.OrdinalIgnoreCase)
            || trimmed.Contains("access_key", StringComparison.OrdinalIgnoreCase));
}
