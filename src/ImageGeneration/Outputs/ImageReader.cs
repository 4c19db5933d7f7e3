using ImageGeneration.Imaging;
using ImageGeneration.Telemetry;
using ImageGeneration.Timing;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Outputs;

/// <summary>Reads images from the response or from their URLs; what may be transient is retried for a short time.</summary>
/// <param name="clients">The factory of the clients named in <see cref="OutputHttp"/>.</param>
/// <param name="options">The limits.</param>
/// <param name="origins">The origins from which a provider's images may come although they are on a private network.</param>
/// <param name="time">The clock of the timeout and of the delays between attempts.</param>
/// <param name="logger">The logger of the faults of those attempts.</param>
internal sealed class ImageReader(
    IHttpClientFactory clients, OutputOptions options, OutputOrigins origins, TimeProvider time, ILogger<ImageReader> logger)
    : IImageReader
{
    // Two and a half seconds in all: a file that was just written may take that long to be everywhere, and one that is gone delays nobody.
    private static readonly TimeSpan[] _pauses = [.. new[] { 0.25, 0.25, 0.5, 0.5, 1 }.Select(TimeSpan.FromSeconds)];

    private readonly GuardedLogger _logger = GuardedLogger.Around(logger);

    public async Task<GeneratedImage> ReadAsync(GeneratedImage image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Bytes is { } bytes)
        {
            return Described(image, Sniff(image, bytes));
        }

        using var buffer = new MemoryStream();
        var read = await FetchAsync(image, new ImageSink(buffer, owned: true), cancellationToken).ConfigureAwait(false);
        return read with { Bytes = buffer.GetBuffer().AsMemory(0, (int)buffer.Length) };
    }

    public async Task<GeneratedImage> CopyToAsync(GeneratedImage image, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(destination);
        if (image.Bytes is { } bytes)
        {
            var described = Described(image, Sniff(image, bytes));
            await destination.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            return described;
        }

        return await FetchAsync(image, new ImageSink(destination, owned: false), cancellationToken).ConfigureAwait(false);
    }

    private async Task<GeneratedImage> FetchAsync(GeneratedImage image, ImageSink sink, CancellationToken cancellationToken)
    {
        var url = image.Url
            ?? throw new ArgumentException("The image has neither bytes nor a URL: only delivered images can be read.", nameof(image));
        using var timeout = new GuardedTimeout(options.Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return Described(image, await DownloadAsync(image, sink, linked.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw OutputErrors.TimedOut(url, options.Timeout);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (TransientOutputException e)
        {
            throw e.InnerException as ImageGenerationException ?? OutputErrors.Unavailable(url, e.Message, e.InnerException);
        }
    }

    private async Task<ImageSignature> DownloadAsync(GeneratedImage image, ImageSink sink, CancellationToken cancellationToken)
    {
        var download = new ImageDownload(clients, options, origins, time);
        foreach (var pause in _pauses)
        {
            try
            {
                return await download.RunAsync(image, sink, cancellationToken).ConfigureAwait(false);
            }
            catch (TransientOutputException e) when (sink.TryRestart())
            {
                OutputLog.Retrying(_logger, HostName.Normalize(image.Url!), e.Message);
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }

        return await download.RunAsync(image, sink, cancellationToken).ConfigureAwait(false);
    }

    private static ImageSignature Sniff(GeneratedImage image, ReadOnlyMemory<byte> bytes) =>
        ForeignFile.Identify(bytes.Span, image.MediaType) ?? throw OutputErrors.NotAnImage(image.Url, image.MediaType);

    private static GeneratedImage Described(GeneratedImage image, ImageSignature signature) =>
        image with { MediaType = signature.MediaType, Width = signature.Width ?? image.Width, Height = signature.Height ?? image.Height };
}
