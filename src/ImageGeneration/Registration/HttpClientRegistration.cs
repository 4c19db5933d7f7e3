using System.Net;
using ImageGeneration.Providers.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Registration;

internal static class HttpClientRegistration
{
    /// <summary>The client of a provider's API. Redirects are not followed, because a key must not follow them; the clocks are the jobs'
    /// own; the factory's loggers are off, because requests carry keys. The application may add handlers of its own under the client's
    /// name.</summary>
    /// <remarks>The handler's own spans and meters are off: their listeners are called between the answer and whoever waits for it, and one
    /// that throws would lose a job that was accepted. The library has a span and meters for each attempt.</remarks>
    public static void AddProviderHttpClient(this IServiceCollection services, string clientName)
    {
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

    /// <summary>Takes off what <c>ConfigureHttpClientDefaults</c> put on every client of the application to send requests again: it
    /// would buy a picture twice, and cut off a call that is held open. What is added under the client's own name later stays.</summary>
    public static IHttpClientBuilder WithoutBlanketRetry(this IHttpClientBuilder client) =>
        client.ConfigureAdditionalHttpMessageHandlers(static (handlers, _) =>
        {
            for (var i = handlers.Count - 1; i >= 0; i--)
            {
                if (SendsAgain(handlers[i].GetType()))
                {
                    handlers.RemoveAt(i);
                }
            }
        });

    // Their packages are not referenced here, so that their names have to do.
    private static bool SendsAgain(Type? handler) =>
        handler is not null
        && (handler.FullName == "Microsoft.Extensions.Http.PolicyHttpMessageHandler"
            || handler.Namespace?.StartsWith("Microsoft.Extensions.Http.Resilience", StringComparison.Ordinal) == true
            || SendsAgain(handler.BaseType));
}
