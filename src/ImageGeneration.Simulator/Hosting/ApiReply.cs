using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ImageGeneration.Simulator.Hosting;

/// <summary>Represents an answer as a value, so that a fault can delay, replace, truncate or drop it after the request was carried
/// out.</summary>
internal sealed class ApiReply
{
    private const string JsonType = "application/json; charset=utf-8";

    public required int Status { get; init; }

    public string? ContentType { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Gets the delegate that writes a body over time; null for a body that is complete.</summary>
    public Func<Stream, CancellationToken, Task>? WriteBody { get; init; }

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public static ApiReply Json(int status, JsonNode? json, string contentType = JsonType) =>
        new() { Status = status, ContentType = contentType, Body = (byte[])[.. json.ToUtf8().Span, (byte)'\n'] };

    public static ApiReply Text(int status, string body, string contentType = "text/plain; charset=utf-8") =>
        new() { Status = status, ContentType = contentType, Body = Encoding.UTF8.GetBytes(body) };

    /// <summary>Returns the same answer with another body or type.</summary>
    public ApiReply Changed(ReadOnlyMemory<byte>? body = null, string? contentType = null) =>
        new ApiReply { Status = Status, ContentType = contentType ?? ContentType, Body = body ?? Body }.With(Headers);

    public ApiReply With(string header, string value) => With([KeyValuePair.Create(header, value)]);

    public ApiReply With(IEnumerable<KeyValuePair<string, string>>? headers)
    {
        Headers.AddRange(headers ?? []);
        return this;
    }

    public async Task SendAsync(HttpContext context)
    {
        Start(context.Response);
        if (WriteBody is not null)
        {
            await WriteBody(context.Response.Body, context.RequestAborted);
        }
        else if (AllowsBody && !Body.IsEmpty)
        {
            await context.Response.Body.WriteAsync(Body, context.RequestAborted);
        }
    }

    /// <summary>Sets everything but the body.</summary>
    public void Start(HttpResponse response)
    {
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = AllowsBody && WriteBody is null ? Body.Length : null;
        foreach (var (name, value) in Headers)
        {
            response.Headers.Append(name, value);
        }
    }

    // Writing even nothing where no body is allowed makes the server throw, and drop the connection.
    private bool AllowsBody => Status is not (
        StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified);
}
