using System.Text;
using System.Text.Json.Nodes;

namespace ImageGeneration.Simulator.Hosting;

/// <summary>An answer as a value, so that a fault can delay, replace, cut or drop it after the request was carried out.</summary>
internal sealed class ApiReply
{
    private const string JsonType = "application/json; charset=utf-8";

    public required int Status { get; init; }

    public string? ContentType { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Writes a body that comes about as time passes; null for one that is there.</summary>
    public Func<Stream, CancellationToken, Task>? WriteBody { get; init; }

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public static ApiReply Json(int status, JsonNode? json, string contentType = JsonType) =>
        new() { Status = status, ContentType = contentType, Body = (byte[])[.. json.ToUtf8().Span, (byte)'\n'] };

    public static ApiReply Text(int status, string body, string contentType = "text/plain; charset=utf-8") =>
        new() { Status = status, ContentType = contentType, Body = Encoding.UTF8.GetBytes(body) };

    /// <summary>The same answer with another body or type.</summary>
    public ApiReply Changed(ReadOnlyMemory<byte>? body = null, string? contentType = null)
    {
        var changed = new ApiReply { Status = Status, ContentType = contentType ?? ContentType, Body = body ?? Body };
        changed.Headers.AddRange(Headers);
        return changed;
    }

    public ApiReply With(string header, string value)
    {
        Headers.Add(new KeyValuePair<string, string>(header, value));
        return this;
    }
}
