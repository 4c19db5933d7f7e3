namespace ImageGeneration.Providers.Http;

/// <summary>The key as headers, or what is plainly wrong with it.</summary>
internal sealed record ProviderKey(KeyValuePair<string, string>[] Headers, string? Problem = null)
{
    public static ProviderKey Bearer(string? apiKey)
    {
        var key = apiKey?.Trim();
        if (string.IsNullOrEmpty(key))
        {
            return new([]);
        }

        return IsPlain(key)
            ? new([new("Authorization", "Bearer " + key)])
            : new([], "the key holds a space, a line break or a character that no key has.");
    }

    /// <summary>A field or a header of this name holds a key.</summary>
    public static bool IsKeyName(string name) =>
        Array.Exists(
            ["key", "token", "secret", "password", "authorization"], word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    public static bool IsPlain(string key) => !key.AsSpan().ContainsAnyExceptInRange('!', '~');

    public override string ToString() => Problem ?? $"{Headers.Length} headers";
}
