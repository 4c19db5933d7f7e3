using ImageGeneration.Transport;

namespace ImageGeneration.Providers.Kit;

/// <summary>Decides about a redirect: a service that moves a call within itself (FastAPI, for a missing slash) is followed, as nothing has
/// run yet; any other target gets neither the call nor the key.</summary>
internal static class Redirect
{
    /// <summary>The maximum number of redirects that are followed.</summary>
    public const int MaxHops = 5;

    private const int MaxPath = 120;

    /// <summary>Gets the address to send the same call to; null when it is not sent again. A redirect that would turn a <c>POST</c> into a
    /// <c>GET</c> is not the same call.</summary>
    public static Uri? Next(HttpRequestMessage request, ProviderReply reply)
    {
        var keepsMethod = reply.Status is 307 or 308 || (reply.Status is 301 or 302 && request.Method == HttpMethod.Get);
        return keepsMethod && ForeignUri.Read(request.RequestUri!, reply.ReadHeader("Location")) is { } next
            && ForeignUri.IsSameOrigin(next, request.RequestUri!) && next != request.RequestUri
            ? next
            : null;
    }

    /// <summary>Creates the same call once more, as no client sends a request twice. Its body stays that of the first.</summary>
    public static HttpRequestMessage Again(HttpRequestMessage request)
    {
        var again = new HttpRequestMessage(request.Method, request.RequestUri)
        {
            Content = request.Content,
            Version = request.Version,
            VersionPolicy = request.VersionPolicy,
        };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            again.Headers.TryAddWithoutValidation(name, values);
        }

        return again;
    }

    /// <summary>Describes where a redirect leads, in words that follow "a redirect": the path within the service, otherwise the host
    /// alone.</summary>
    public static string Describe(ProviderReply reply, Uri asked) => ForeignUri.Read(asked, reply.ReadHeader("Location")) switch
    {
        null => "to no readable address",
        var to when ForeignUri.IsSameOrigin(to, asked) => $"to {Path(to)}",
        // The answer of an application behind a proxy that does not know about the proxy's https.
        var to when ForeignUri.IsSameHost(to, asked) && to.Scheme is "http" or "https" && to.Scheme != asked.Scheme =>
            $"to {to.Scheme}:// at the same host, {Path(to)}",
        var to => $"to another origin, {to.Scheme}://{to.IdnHost}{(to.IsDefaultPort ? "" : $":{to.Port}")}",
    };

    private static string Path(Uri uri) => uri.AbsolutePath is { Length: > MaxPath } path ? path[..MaxPath] + "…" : uri.AbsolutePath;
}
