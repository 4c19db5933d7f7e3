using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Faults;

/// <summary>Puts the answer of a fault in the place of the real one.</summary>
internal static class FaultAnswer
{
    /// <param name="fault">The fault that struck, or null.</param>
    /// <param name="reply">The real answer; null when the fault kept the request from being carried out.</param>
    /// <param name="request">The request.</param>
    /// <param name="host">Words the errors that the fault leaves to the host.</param>
    public static ApiReply? Replace(FaultEffect? fault, ApiReply? reply, RecordedRequest request, IErrorBodies host) => fault switch
    {
        StatusFault status => Headed(
            status.Body is null
                ? host.Error(status.Code)
                : ApiReply.Text(status.Code, status.Body, status.ContentType ?? "application/json"),
            status.Headers),
        RateLimitedFault limited => limited.Limit.Headed(host.Throttled(limited.Limit), request.Time),
        ContentTypeFault type => reply?.Changed(contentType: type.Type),
        RedirectFault redirect => new ApiReply { Status = redirect.Code }.With("Location", redirect.Location ?? request.Path),
        HalfBodyFault => reply?.Changed(body: reply.Body[..(reply.Body.Length / 2)]),
        EmptyBodyFault => reply?.Changed(body: ReadOnlyMemory<byte>.Empty),
        _ => reply,
    };

    private static ApiReply Headed(ApiReply reply, IReadOnlyDictionary<string, string>? headers)
    {
        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
        {
            reply.With(name, value);
        }

        return reply;
    }
}
