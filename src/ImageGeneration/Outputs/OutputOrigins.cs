namespace ImageGeneration.Outputs;

/// <summary>Where the application itself has put its providers: an image may come from a private network only from the origin of its own
/// provider.</summary>
/// <param name="baseUrls">The providers that are used and have a base URL.</param>
internal sealed class OutputOrigins(IEnumerable<(string Provider, Uri BaseUrl)> baseUrls)
{
    private readonly Dictionary<string, string> _origins =
        baseUrls.ToDictionary(own => own.Provider, own => Origin(own.BaseUrl), StringComparer.OrdinalIgnoreCase);

    /// <summary>Scheme, host and port are those of the provider that made the image.</summary>
    public bool IsOwn(string? provider, Uri url) =>
        provider is not null && _origins.TryGetValue(provider, out var origin) && origin == Origin(url);

    private static string Origin(Uri url) => FormattableString.Invariant($"{url.Scheme}://{HostName.Of(url)}:{url.Port}");
}
