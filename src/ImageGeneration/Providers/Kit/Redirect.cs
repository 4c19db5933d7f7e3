using ImageGeneration.Transport;

namespace ImageGeneration.Providers.Kit;

/// <summary>What becomes of a redirect: a service that moves a call within itself (FastAPI, for a missing slash) is followed, as nothing
/// has run yet; anybody else gets neither the call nor the key.</summary>
internal static class Redirect
{
    /// <summary>How often a call is moved on.</summary>
    public const int MaxHops = 5;

    private const int MaxPath = 120;

    /// <summary>Where the same call is to be sent again; null when it is not. A redirect that would make a <c>GET</c> of a <c>POST</c> is
    /// none of the same call.</summary>
    public static Uri? Next(HttpRequestMessage request, ProviderReply reply)
    {
        var keepsMethod = reply.Status is 307 or 308 || (reply.Status is 301 or 302 && request.Method == HttpMethod.Get);
        return keepsMethod && ForeignUri.Read(request.RequestUri!, reply.ReadHeader("Location")) is { } next
            && ForeignUri.IsSameOrigin(next, request.RequestUri!) && next != request.RequestUri
            ? next
            : null;
    }

    /// <summary>The same call, to be sent once more: no client takes a request twice. Its body stays that of the first.</summary>
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

    /// <summary>Where it leads, in words that follow "a redirect": the path within the service, else the host alone.</summary>
    public static string Describe(ProviderReply reply, Uri asked) => ForeignUri.Read(asked, reply.ReadHeader("Location")) switch
    {
        null => "to no readable address",
        var to when ForeignUri.IsSameOrigin(to, asked) => $"to {Path(to)}",
        // What an application behind a proxy says that does not know of the proxy's https.
        var to when ForeignUri.IsSameHost(to, asked) && to.Scheme is "http" or "https" && to.Scheme != asked.Scheme =>
            $"to {to.Scheme}:// at the same host, {Path(to)}",
        var to => $"to another origin, {to.Scheme}://{to.IdnHost}{(to.IsDefaultPort ? "" : $":{to.Port}")}",
    };

    private static string Path(Uri uri) => uri.AbsolutePath is { Length: > MaxPath } path ? path[..MaxPath] + "…" : uri.AbsolutePath;
}
