using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Transport;

internal static class BlanketRetry
{
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
