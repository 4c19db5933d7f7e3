using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace ImageGeneration.Providers.Kit;

/// <summary>Keeps the answer right behind the transport, so that it is not lost when a handler of the application throws on its way back:
/// the job has been accepted.</summary>
internal sealed class AnswerKeeper : DelegatingHandler
{
    private static readonly HttpRequestOptionsKey<HttpResponseMessage?> _key = new("ImageGeneration.Answer");

    /// <summary>Gets the answer to a request; null while there is none.</summary>
    public static HttpResponseMessage? AnswerTo(HttpRequestMessage request) =>
        request.Options.TryGetValue(_key, out var answer) ? answer : null;

    /// <summary>Adds the handler to a client, below whatever the application adds, whenever it does.</summary>
    public static void AddTo(IServiceCollection services, string clientName) =>
        services.PostConfigure<HttpClientFactoryOptions>(clientName, static options => options.HttpMessageHandlerBuilderActions.Add(
            static builder =>
            {
                if (builder.AdditionalHandlers.Count > 0 || HasForeignFilters(builder.Services))
                {
                    builder.AdditionalHandlers.Add(new AnswerKeeper());
                }
            }));

    // A filter adds its handlers after all actions.
    private static bool HasForeignFilters(IServiceProvider services) =>
        services.GetServices<IHttpMessageHandlerBuilderFilter>()
            .Any(static filter => filter.GetType().Assembly != typeof(IHttpMessageHandlerBuilderFilter).Assembly);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Options.Set(_key, null); // it may be sent again, and an earlier answer says nothing about that
        var answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        request.Options.Set(_key, answer);
        return answer;
    }
}
