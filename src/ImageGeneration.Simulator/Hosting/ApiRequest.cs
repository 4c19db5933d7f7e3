using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ImageGeneration.Simulator.Hosting;

/// <summary>Represents a request as routes and faults see it: body read, already in the journal.</summary>
internal sealed class ApiRequest(HttpContext context, SimulatedApi? api, ApiRoute? route, ReadOnlyMemory<byte> body, RecordedRequest record)
{
    private JsonDocument? _json;

    public HttpContext Context => context;

    /// <summary>Gets the API that has the path's prefix; null when none has.</summary>
    public SimulatedApi? Api => api;

    /// <summary>Gets the route; null when there is none.</summary>
    public ApiRoute? Route => route;

    public RecordedRequest Record => record;

    public ReadOnlyMemory<byte> Body => body;

    /// <summary>Gets the token that is canceled when the client leaves or the simulator stops.</summary>
    public CancellationToken Aborted => context.RequestAborted;

    public DateTimeOffset Time => record.Time;

    /// <summary>Gets the scheme and host by which the client reached the API; links in answers start with it.</summary>
    public string Origin => $"{context.Request.Scheme}://{context.Request.Host.Value}";

    public string? Header(string name) => context.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    public string? Query(string name) => context.Request.Query.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>Returns the captured segment <paramref name="name"/>.</summary>
    public string Segment(string name) =>
        TrySegment(name) ?? throw new ArgumentException($"The route has no segment {name}.", nameof(name));

    public string? TrySegment(string name) => context.GetRouteValue(name)?.ToString();

    /// <summary>Returns the body as JSON; null when it is none, or when a text in it is not valid Unicode.</summary>
    public JsonElement? Json()
    {
        try
        {
            return (_json ??= Utf8.IsValid(body.Span) ? Readable(JsonDocument.Parse(body)) : null)?.RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The parser leaves halves of surrogate pairs to the code that reads the text.
    private JsonDocument? Readable(JsonDocument json) =>
        body.Span.IndexOf("\\u"u8) < 0 || IsReadable(json.RootElement) ? json : null;

    private static bool IsReadable(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => IsText(() => value.GetString()),
        JsonValueKind.Array => value.EnumerateArray().All(IsReadable),
        JsonValueKind.Object => value.EnumerateObject().All(member => IsText(() => member.Name) && IsReadable(member.Value)),
        _ => true,
    };

    private static bool IsText(Func<string?> read)
    {
        try
        {
            return read() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
