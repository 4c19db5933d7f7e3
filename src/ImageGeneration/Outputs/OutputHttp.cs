using System.Net;
using ImageGeneration.Transport;

namespace ImageGeneration.Outputs;

/// <summary>Provides the two clients that download images: neither carries a key or a cookie, one cannot reach private networks.</summary>
internal static class OutputHttp
{
    /// <summary>The name of the client that cannot reach private networks.</summary>
    public const string GuardedClient = "ImageGeneration:outputs";

    /// <summary>The name of the client for hosts that the application trusts.</summary>
    public const string PrivateClient = "ImageGeneration:outputs-private";

    public static SocketsHttpHandler CreateHandler(bool guarded)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // As for the providers' own clients; and their tags contain the link, which gives access to the image.
            ActivityHeadersPropagator = null,
            MeterFactory = new SilentMeters(),
        };
        if (guarded)
        {
            handler.UseProxy = false;
            handler.ConnectCallback = new PrivateNetworkGuard().ConnectAsync;
        }

        return handler;
    }

    // A forward proxy resolves names itself and is the operator's own choice of what may be reached; only literal addresses can be judged
    // here, and those go to the guarded client, which refuses them.
    public static string ClientFor(Uri url, bool allowPrivate, IWebProxy proxy) =>
        allowPrivate || (IsProxied(url, proxy) && !HostName.IsPrivate(url))
            ? PrivateClient
            : GuardedClient;

    private static bool IsProxied(Uri url, IWebProxy proxy) => !proxy.IsBypassed(url) && proxy.GetProxy(url) is { } via && via != url;
}
