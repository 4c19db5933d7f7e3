using ImageGeneration.Failover;
using ImageGeneration.Jobs;
using ImageGeneration.Routing;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Outputs;

/// <summary>Fetches the bytes of a finished request before its links expire, where the settings ask for it.</summary>
internal sealed class OutputFetcher(IImageReader reader, IOptions<ImageGenerationServiceOptions> options)
{
    private readonly bool _download = options.Value.Outputs.Download;

    public ValueTask FetchAsync(RouteOutcome outcome, RequestScope scope) => _download ? FetchAllAsync(outcome, scope) : default;

    private async ValueTask FetchAllAsync(RouteOutcome outcome, RequestScope scope)
    {
        scope.Report(outcome.Stop.Lane.Provider.Name, GenerationPhase.Downloading);
        for (var i = 0; i < outcome.Images.Count; i++)
        {
            if (outcome.Images[i] is not { Outcome: ImageOutcome.Delivered, Bytes: null, Url: not null } image)
            {
                continue;
            }

            try
            {
                // One of the application's own may bring nothing.
                outcome.Images[i] = await reader.ReadAsync(image, scope.Token).ConfigureAwait(false) ?? image;
            }
#pragma warning disable CA1031 // The image is paid for: a response with its link is better than none, even when the deadline has come.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                // Others' messages may hold the link, and whoever has it has the picture.
                var why = exception is ImageGenerationException ? exception.Message
                    : exception is OperationCanceledException ? "the request was over before its file was."
                    : exception.GetType().Name;
                outcome.Warn($"Image {i + 1} could not be fetched and is returned as a link: {why}");
            }
        }
    }
}
