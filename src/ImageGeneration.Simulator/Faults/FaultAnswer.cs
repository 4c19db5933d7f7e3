using System.Globalization;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Faults;

/// <summary>Puts the answer of a fault in the place of the real one.</summary>
internal static class FaultAnswer
{
    /// <param name="fault">The fault that struck, or null.</param>
    /// <param name="reply">The real answer; null when the fault kept the request from being carried out.</param>
    /// <param name="address">Path and query that were asked for.</param>
    /// <param name="error">The host's own wording of a status, with a wait in seconds when there is one.</param>
    public static ApiReply? Replace(FaultEffect? fault, ApiReply? reply, string address, Func<int, int?, ApiReply> error) => fault switch
    {
        StatusFault status => Headed(
            status.Body is null
                ? error(status.Code, null)
                : ApiReply.Text(status.Code, status.Body, status.ContentType ?? "application/json"),
            status.Headers),
        RateLimitedFault { Header: true } limited => error(429, limited.Seconds)
            .With("Retry-After", limited.Seconds.ToString(CultureInfo.InvariantCulture)),
        RateLimitedFault limited => error(429, limited.Seconds),
        ContentTypeFault type => reply?.Changed(contentType: type.Type),
        RedirectFault redirect => new ApiReply { Status = redirect.Code }.With("Location", redirect.Location ?? address),
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
