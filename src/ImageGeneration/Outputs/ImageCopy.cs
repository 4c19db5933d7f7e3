using System.Buffers;

namespace ImageGeneration.Outputs;

/// <summary>Copies a file through one buffer, looks at its first bytes before any is passed on, and counts.</summary>
internal static class ImageCopy
{
    public static async Task<ImageSignature> RunAsync(
        Stream body, ImageSink sink, Uri url, string? mediaType, long maxBytes, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ImageSignature.HeaderBytes);
        try
        {
            var header = buffer.AsMemory(0, ImageSignature.HeaderBytes);
            var count = await ReadAsync(body, header, fill: true, cancellationToken).ConfigureAwait(false);
            var signature = ImageSignature.Read(buffer.AsSpan(0, count)) ?? throw OutputErrors.NotAnImage(url, mediaType);
            for (var total = (long)count; count > 0; total += count)
            {
                if (total > maxBytes)
                {
                    throw OutputErrors.TooLarge(url, maxBytes);
                }

                await sink.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                count = await ReadAsync(body, buffer, fill: false, cancellationToken).ConfigureAwait(false);
            }

            return signature;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Only the reading side is caught: a full disk at the destination is the caller's own fault to see.
    private static async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, bool fill, CancellationToken cancellationToken)
    {
        try
        {
            return fill
                ? await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)
                : await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new TransientOutputException("the connection broke off before the end of the file", e);
        }
    }
}
