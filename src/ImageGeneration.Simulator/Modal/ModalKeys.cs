using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Modal;

/// <summary>Modal's two doors: the proxy's pair of headers, or a bearer token that the application checks itself.</summary>
internal sealed class ModalKeys(ISet<string> accepted)
{
    private readonly ApiKeys _bearer = new(accepted);

    /// <summary>The refusal of a request, or null.</summary>
    public ApiReply? Refusal(ApiRequest request)
    {
        var key = request.Header("Modal-Key");
        var secret = request.Header("Modal-Secret");
        if (key is not null && secret is not null)
        {
            // The tokens of an account, ak- and as-, open nothing here.
            return key.StartsWith("wk-", StringComparison.Ordinal) && secret.StartsWith("ws-", StringComparison.Ordinal)
                && (accepted.Count == 0 || accepted.Contains($"{key}:{secret}"))
                    ? null
                    : ModalErrors.For(ModalEdgeError.InvalidCredentials);
        }

        return _bearer.Check(request, "Bearer") switch
        {
            KeyCheck.Accepted => null,
            KeyCheck.Unknown => ModalErrors.WrongBearer(),
            _ => ModalErrors.For(ModalEdgeError.MissingCredentials),
        };
    }
}
