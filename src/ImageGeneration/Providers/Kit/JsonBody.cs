using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ImageGeneration.Providers.Kit;

/// <summary>A JSON request body, written once, and whether any of it may have left this process.</summary>
/// <remarks>Not pooled: over HTTP/2 an answer may come while the body is still being sent.</remarks>
internal sealed class JsonBody : HttpContent
{
    // Prompts in any script stay readable and short; the body is never part of a page.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    public JsonBody()
    {
        Writer = new Utf8JsonWriter(_buffer, WriterOptions);
        Headers.TryAddWithoutValidation("Content-Type", "application/json");
    }

    public Utf8JsonWriter Writer { get; }

    public long Length => _buffer.WrittenCount + Writer.BytesPending;

    /// <summary>The handler has begun to send it: from here on the provider may have it.</summary>
    public bool SendingStarted { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        SendingStarted = true;
        Writer.Flush();
        return stream.WriteAsync(_buffer.WrittenMemory, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Writer.Dispose();
        }

        base.Dispose(disposing);
    }
}
