using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ImageGeneration.Simulator.Hosting;

/// <summary>A request as the providers' routes see it: body read, segments captured, already in the journal.</summary>
internal sealed class ApiRequest(HttpContext context, ApiRoute? route, string[] segments, ReadOnlyMemory<byte> body, RecordedRequest record)
{
    private JsonDocument? _json;

    public HttpContext Context => context;

    public RecordedRequest Record => record;

    public ReadOnlyMemory<byte> Body => body;

    /// <summary>Cancelled when the client leaves or the simulator stops.</summary>
    public CancellationToken Aborted => context.RequestAborted;

    public DateTimeOffset Time => record.Time;

    /// <summary>The scheme and host by which the client reached the API; links in answers start with it.</summary>
    public string Origin => $"{context.Request.Scheme}://{context.Request.Host.Value}";

    public string? Header(string name) => context.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    public string? Query(string name) => context.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>The captured segment <paramref name="name"/>.</summary>
    public string Segment(string name) =>
        TrySegment(name) ?? throw new ArgumentException($"The route has no segment {name}.", nameof(name));

    public string? TrySegment(string name)
    {
        for (var i = 0; i < route?.Segments.Length; i++)
        {
            var pattern = route.Segments[i].AsSpan();
            if (pattern[0] == '{' && pattern[1..^1].SequenceEqual(name))
            {
                return segments[i];
            }
        }

        return null;
    }

    /// <summary>The body as JSON; null when it is none.</summary>
    public JsonElement? Json()
    {
        try
        {
            return (_json ??= JsonDocument.Parse(body)).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
