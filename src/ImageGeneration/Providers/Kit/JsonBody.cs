using System.Buffers;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ImageGeneration.Providers.Kit;

/// <summary>Represents a JSON request body that knows whether any of it may have left this process: the proof that a submit was not sent.
/// </summary>
/// <remarks>Not pooled: over HTTP/2 an answer may come while the body is still being sent.</remarks>
public sealed class JsonBody : HttpContent
{
    // Prompts in any script stay readable and short; the body is never part of a page.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new(512);

    /// <summary>Initializes a new instance of the <see cref="JsonBody"/> class.</summary>
    public JsonBody()
    {
        Writer = new Utf8JsonWriter(_buffer, WriterOptions);
        Headers.TryAddWithoutValidation("Content-Type", "application/json");
    }

    /// <summary>Gets the writer of the body, which is flushed when the body is sent.</summary>
    public Utf8JsonWriter Writer { get; }

    internal long Length => _buffer.WrittenCount + Writer.BytesPending;

    /// <summary>Gets a value indicating whether a handler has begun to send the body: from then on the service may have it.</summary>
    public bool SendingStarted { get; private set; }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        SendingStarted = true;
        Writer.Flush();
        return stream.WriteAsync(_buffer.WrittenMemory, cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = Length;
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Writer.Dispose();
        }

        base.Dispose(disposing);
    }
}
