using Microsoft.AspNetCore.Http;

namespace ImageGeneration.Simulator.Hosting;

/// <summary>Copies what the journal keeps of a request, whose context is reused after it.</summary>
internal static class Recorder
{
    public static RecordedRequest Record(
        HttpContext context,
        SimulatorHost host,
        SimulatedProvider? provider,
        RequestPhase phase,
        ReadOnlyMemory<byte> body,
        SimulatorOptions options)
    {
        var headers = new KeyValuePair<string, string>[context.Request.Headers.Count];
        var count = 0;
        foreach (var (name, values) in context.Request.Headers)
        {
            headers[count++] = new KeyValuePair<string, string>(name, values.ToString());
        }

        return new RecordedRequest(Kept(body, options.JournalBodyLimit))
        {
            Time = options.TimeProvider.GetUtcNow(),
            Host = host,
            Provider = provider,
            Phase = phase,
            Method = context.Request.Method,
            Path = context.Request.Path.Value + context.Request.QueryString.Value,
            Headers = headers,
        };
    }

    // A copy when it is cut, so that the journal does not hold the whole of a large body alive.
    private static ReadOnlyMemory<byte> Kept(ReadOnlyMemory<byte> body, int limit) =>
        body.Length <= limit ? body : body[..limit].ToArray();
}
