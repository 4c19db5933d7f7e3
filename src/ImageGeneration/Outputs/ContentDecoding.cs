using System.IO.Compression;
using System.Security.Cryptography;
using ImageGeneration.Imaging;
using ImageGeneration.Providers.Kit.Reading;

namespace ImageGeneration.Outputs;

/// <summary>Decompresses a body that its host has compressed. A label that the bytes contradict is ignored.</summary>
internal static class ContentDecoding
{
    private const int MaxLayers = 3;
    private const int SeenBytes = 32;
    private const string Unlabelled = "";

    /// <summary>Opens the file itself. The returned stream is disposed with the body.</summary>
    /// <param name="body">The body as received.</param>
    /// <param name="encodings">The values of <c>Content-Encoding</c>, in the order in which they were applied.</param>
    /// <param name="cancellationToken">The token that ends the operation.</param>
    /// <exception cref="NotSupportedException">The compression is not supported.</exception>
    public static async ValueTask<Stream> OpenAsync(Stream body, IEnumerable<string> encodings, CancellationToken cancellationToken)
    {
        string[] layers = [.. encodings.Select(word => word.Trim().ToLowerInvariant()).Where(IsPacking)];
        if (layers.Length > MaxLayers)
        {
            throw new NotSupportedException("the file is compressed too many times");
        }

        // A .svgz is not labeled as compressed, nor is a file that was stored so, or the text of a worker.
        foreach (var layer in layers is [] ? [Unlabelled] : layers.Reverse())
        {
            var head = new byte[SeenBytes];
            var seen = await body.ReadAtLeastAsync(head, SeenBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            var whole = new HeadedStream(head.AsMemory(0, seen), body);
            body = ImageSignature.Read(head.AsSpan(0, seen)) is not null ? whole : Unpack(whole, layer, head);
        }

        return body;
    }

    // The last is what S3 keeps of a chunked upload.
    private static bool IsPacking(string word) => word is not ("" or "identity" or "none" or "aws-chunked");

    private static Stream Unpack(Stream body, string layer, ReadOnlySpan<byte> head) => layer switch
    {
        Unlabelled when EncodedBytes.BeginLikeAnImage(head) => Unpack(body, "base64", head),
        Unlabelled or "gzip" or "x-gzip" => head is [0x1F, 0x8B, ..] ? new GZipStream(body, CompressionMode.Decompress) : body,
        "base64" => new CryptoStream(body, new FromBase64Transform(), CryptoStreamMode.Read),
        "br" => new BrotliStream(body, CompressionMode.Decompress),
        // Some hosts send the bare stream, others the one with a header.
        "deflate" when IsZLib(head) => new ZLibStream(body, CompressionMode.Decompress),
        "deflate" => new DeflateStream(body, CompressionMode.Decompress),
        _ => throw new NotSupportedException("the file has an unsupported compression"),
    };

    private static bool IsZLib(ReadOnlySpan<byte> head) => (head[0] & 0x0F) == 8 && ((head[0] << 8) | head[1]) % 31 == 0;
}

/// <summary>Represents a stream whose first bytes were read already.</summary>
internal sealed class HeadedStream(ReadOnlyMemory<byte> head, Stream rest) : Stream
{
    private ReadOnlyMemory<byte> _head = head;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_head.IsEmpty)
        {
            return await rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        var read = Math.Min(_head.Length, buffer.Length);
        _head[..read].CopyTo(buffer);
        _head = _head[read..];
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            rest.Dispose();
        }

        base.Dispose(disposing);
    }
}
