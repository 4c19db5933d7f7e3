using System.Buffers;
using ImageGeneration.Imaging;

namespace ImageGeneration.Outputs;

/// <summary>Copies a file through one buffer, looks at its first bytes before any is passed on, counts, and watches for its
/// end.</summary>
internal static class ImageCopy
{
    /// <param name="body">The file, unpacked.</param>
    /// <param name="sink">Gets it.</param>
    /// <param name="url">Where it is from.</param>
    /// <param name="mediaType">What its host calls it, or null.</param>
    /// <param name="expected">Its length, where its host told; else null.</param>
    /// <param name="maxBytes">The most that is taken.</param>
    /// <param name="cancellationToken">Ends the call.</param>
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
            // What only its label names may be anything, and has no end that is known.
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
                : throw new TransientOutputException($"the file broke off after {total} bytes");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The fault of a body that breaks off, or is not packed the way its host says.</summary>
    public static bool IsFaultOfBody(Exception exception) =>
        exception is IOException or HttpRequestException or InvalidDataException or InvalidOperationException or FormatException;

    private static ImageSignature Identify(ReadOnlySpan<byte> head, Uri url, string? mediaType) =>
        ForeignFile.Identify(head, mediaType) is { } known ? known
        : ExpiredLink.IsToldBy(head) ? throw OutputErrors.Expired(url, null)
        : MayPass(head) ? throw new TransientOutputException("the host sent a message", OutputErrors.NotAnImage(url, mediaType))
        : throw OutputErrors.NotAnImage(url, mediaType);

    // A state or an error under 200, as storage and workers say that a file is not there yet; a page stays one.
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
