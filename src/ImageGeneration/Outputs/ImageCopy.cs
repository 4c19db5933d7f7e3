using System.Buffers;
using ImageGeneration.Imaging;

namespace ImageGeneration.Outputs;

/// <summary>Copies a file through one buffer, examines its first bytes before any is passed on, counts, and watches for its end.</summary>
internal static class ImageCopy
{
    /// <param name="body">The file, decompressed.</param>
    /// <param name="sink">The destination of the bytes.</param>
    /// <param name="url">The address of the file.</param>
    /// <param name="mediaType">The media type that its host reports; null for none.</param>
    /// <param name="expected">The length that its host reports; null when it does not.</param>
    /// <param name="maxBytes">The maximum number of bytes.</param>
    /// <param name="cancellationToken">The token that ends the operation.</param>
    public static async Task<ImageSignature> RunAsync(
        Stream body, ImageSink sink, Uri url, string? mediaType, long? expected, long maxBytes, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ImageSignature.HeaderBytes);
        try
        {
            var header = buffer.AsMemory(0, ImageSignature.HeaderBytes);
            var count = await ReadAsync(body, header, fill: true, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                throw new TransientOutputException("the host sent an empty file");
            }

            var signature = Identify(buffer.AsSpan(0, count), url, mediaType);
            // A file that only its label names may be anything, and has no known end.
            var walk = ImageSignature.Read(buffer.AsSpan(0, count)) is null ? null : ContainerWalk.For(signature.MediaType, buffer);
            var total = 0L;
            for (; count > 0; count = await ReadAsync(body, buffer, fill: false, cancellationToken).ConfigureAwait(false))
            {
                total += count;
                if (total > maxBytes)
                {
                    throw OutputErrors.TooLarge(url, maxBytes);
                }

                walk?.Feed(buffer.AsSpan(0, count));
                await sink.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }

            return total >= (expected ?? 0) && walk is not { IsWhole: false }
                ? signature
                : throw new TransientOutputException($"the file ended after {total} bytes");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Determines whether an exception is the fault of a body that is incomplete, or not compressed the way its host
    /// says.</summary>
    public static bool IsFaultOfBody(Exception exception) =>
        exception is IOException or HttpRequestException or InvalidDataException or InvalidOperationException or FormatException;

    private static ImageSignature Identify(ReadOnlySpan<byte> head, Uri url, string? mediaType) =>
        ForeignFile.Identify(head, mediaType) is { } known ? known
        : ExpiredLink.IsToldBy(head) ? throw OutputErrors.Expired(url, null)
        : MayPass(head) ? throw new TransientOutputException("the host sent a message", OutputErrors.NotAnImage(url, mediaType))
        : throw OutputErrors.NotAnImage(url, mediaType);

    // A state or an error under 200, as storage and workers report that a file is not there yet; a page stays one.
    private static bool MayPass(ReadOnlySpan<byte> head) =>
        head.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] or [(byte)'<', (byte)'?', ..] or [(byte)'<', (byte)'E', (byte)'r', ..];

    // Only the reading side is caught: a full disk at the destination is the caller's own fault to see.
    private static async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, bool fill, CancellationToken cancellationToken)
    {
        try
        {
            return fill
                ? await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)
                : await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsFaultOfBody(e))
        {
            throw new TransientOutputException("the connection broke off before the end of the file", e);
        }
    }
}
