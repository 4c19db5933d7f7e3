using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Registration;

internal static class HttpClientRegistration
{
    /// <summary>The client of a provider's API. Redirects are not followed, because a key must not follow them; the clocks are the jobs' own; the
    /// factory's loggers are off, because requests carry keys. The application may add handlers of its own under the client's name.</summary>
    public static void AddProviderHttpClient(this IServiceCollection services, string clientName) =>
        services.AddHttpClient(clientName, static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
}
