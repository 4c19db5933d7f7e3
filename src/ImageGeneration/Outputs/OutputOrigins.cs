namespace ImageGeneration.Outputs;

/// <summary>Knows the origins of the providers: an image may come from a private network only from the origin of its own
/// provider.</summary>
/// <param name="baseUrlOf">Gets the current base URL of a provider by name; null when it is not used or has none.</param>
internal sealed class OutputOrigins(Func<string, Uri?> baseUrlOf)
{
    /// <summary>Determines whether scheme, host and port are those of the provider that made the image.</summary>
    public bool IsOwn(string? provider, Uri url) =>
        provider is not null && baseUrlOf(provider) is { IsAbsoluteUri: true } own && Origin(own) == Origin(url);

    private static string Origin(Uri url) => FormattableString.Invariant($"{url.Scheme}://{HostName.Normalize(url)}:{url.Port}");
}
