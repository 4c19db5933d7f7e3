using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Transport;

internal static class BlanketRetry
{
    /// <summary>Removes the handlers that <c>ConfigureHttpClientDefaults</c> added to every client of the application to send requests
    /// again: they would buy an image twice, and cut off a call that is held open. Handlers that are added under the client's own name
    /// later stay.</summary>
    public static IHttpClientBuilder WithoutBlanketRetry(this IHttpClientBuilder client) =>
        client.ConfigureAdditionalHttpMessageHandlers(static (handlers, _) =>
        {
            for (var i = handlers.Count - 1; i >= 0; i--)
            {
                if (IsRetryHandler(handlers[i].GetType()))
                {
                    handlers.RemoveAt(i);
                }
            }
        });

    // Their packages are not referenced here, so they are recognized by name.
    private static bool IsRetryHandler(Type? handler) =>
        handler is not null
        && (handler.FullName == "Microsoft.Extensions.Http.PolicyHttpMessageHandler"
            || handler.Namespace?.StartsWith("Microsoft.Extensions.Http.Resilience", StringComparison.Ordinal) == true
            || IsRetryHandler(handler.BaseType));
}
