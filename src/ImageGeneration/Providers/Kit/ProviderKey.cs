namespace ImageGeneration.Providers.Kit;

/// <summary>Represents the key as headers, or what is wrong with it.</summary>
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

    public static bool IsPlain(string key) => !key.AsSpan().ContainsAnyExceptInRange('!', '~');

    public override string ToString() => Problem ?? $"{Headers.Length} headers";
}
