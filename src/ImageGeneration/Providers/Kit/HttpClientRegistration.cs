using System.Net;
using ImageGeneration.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Providers.Kit;

internal static class HttpClientRegistration
{
    /// <summary>Adds the HTTP client of a provider's API. Redirects are not followed, because a key must not follow them; the timeouts are
    /// those of the jobs; the factory's loggers are off, because requests carry keys. The application may add handlers of its own under
    /// the client's name.</summary>
    /// <remarks>The handler's own spans and meters are off: their listeners are called between the answer and its receiver, and one that
    /// throws would lose a job that was accepted. The library has a span and meters for each attempt.</remarks>
    public static void AddProviderHttpClient(this IServiceCollection services, string provider)
    {
        var clientName = ProviderHttpClient.ClientName(provider);
        AnswerKeeper.AddTo(services, clientName);
        services.AddHttpClient(clientName, static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ActivityHeadersPropagator = null,
                MeterFactory = new SilentMeters(),
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .WithoutBlanketRetry()
            .RemoveAllLoggers();
    }
}
