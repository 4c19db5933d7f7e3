namespace ImageGeneration.Outputs;

/// <summary>Where the application itself has put its providers: an image may come from a private network only from the origin of its own
/// provider.</summary>
/// <param name="baseUrlOf">Where a provider of that name is now; null where it is not used or has no base URL.</param>
internal sealed class OutputOrigins(Func<string, Uri?> baseUrlOf)
{
    /// <summary>Scheme, host and port are those of the provider that made the image.</summary>
    public bool IsOwn(string? provider, Uri url) =>
        provider is not null && baseUrlOf(provider) is { IsAbsoluteUri: true } own && Origin(own) == Origin(url);

    private static string Origin(Uri url) => FormattableString.Invariant($"{url.Scheme}://{HostName.Normalize(url)}:{url.Port}");
}
