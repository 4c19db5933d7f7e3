using ImageGeneration.Timing;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Outputs;

/// <summary>Downloads the bytes of an image before its link expires, when the settings ask for it.</summary>
internal sealed class OutputFetcher(IImageReader reader, IOptions<ImageGenerationServiceOptions> options)
{
    private readonly bool _download = options.Value.Outputs.Download;

    public bool Concerns(GeneratedImage image) =>
        _download && image is { Outcome: ImageOutcome.Delivered, Bytes: null, Url: not null };

    /// <summary>Downloads one image; a failure becomes its fault.</summary>
    public async ValueTask<Output> FetchAsync(GeneratedImage image, CancellationToken cancellationToken)
    {
        try
        {
            // A reader of the application's own may return nothing, and may not observe its token.
            var reading = reader.ReadAsync(image, cancellationToken);
            return new(await BoundedCall.WaitAsync(reading, cancellationToken).ConfigureAwait(false) ?? image);
        }
#pragma warning disable CA1031 // The image is paid for: its link is better than nothing, even when the deadline has passed.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // The messages of others may contain the link, which gives access to the image.
            var why = exception is ImageGenerationException ? exception.Message
                : exception is OperationCanceledException ? "the request was over before its file was."
                : exception.GetType().Name;
            var message = exception is ImageGenerationException ? why : $"The image could not be fetched: {why}";
            return new(image, [], new(KindOf(exception), message, $"could not be fetched and is returned as a link: {why}"));
        }
    }

    private static FailureKind KindOf(Exception exception) =>
        exception is ImageGenerationException { Kind: FailureKind.OutputExpired or FailureKind.OutputRejected } known
            ? known.Kind
            : FailureKind.OutputUnavailable;
}
