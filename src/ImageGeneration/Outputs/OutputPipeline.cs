namespace ImageGeneration.Outputs;

/// <summary>What an image passes before it counts as delivered: it is fetched, where the settings ask for it, then checked. Whatever is to
/// keep it for longer comes last, so that only what passed is kept. Each image has its own limits and its own faults; none takes the others
/// along.</summary>
internal sealed class OutputPipeline(OutputFetcher fetcher, OutputChecks checks)
{
    private const int MaxAtOnce = 4;

    public bool WillFetch(IReadOnlyList<GeneratedImage> images) => images.Any(fetcher.Concerns);

    /// <summary>Takes the images of one job through, side by side.</summary>
    /// <param name="images">The images.</param>
    /// <param name="context">Makes what a check is told about an image.</param>
    /// <param name="cancellationToken">Ends with the request: what is not fetched by then stays a link.</param>
    /// <returns>The outputs, in the order of the images.</returns>
    public async ValueTask<IReadOnlyList<Output>> RunAsync(
        IReadOnlyList<GeneratedImage> images, Func<GeneratedImage, OutputCheckContext> context, CancellationToken cancellationToken)
    {
        if (!images.Any(IsConcerned))
        {
            return [.. images.Select(static image => new Output(image))];
        }

        using var places = new SemaphoreSlim(MaxAtOnce);
        return await Task.WhenAll(images.Select(RunOneAsync)).ConfigureAwait(false);

        async Task<Output> RunOneAsync(GeneratedImage image)
        {
            await places.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            try
            {
                var output = fetcher.Concerns(image)
                    ? await fetcher.FetchAsync(image, cancellationToken).ConfigureAwait(false)
                    : new(image);
                return output.Fault is null && checks.Concern(output.Image)
                    ? await checks.CheckAsync(context(output.Image), cancellationToken).ConfigureAwait(false)
                    : output;
            }
            finally
            {
                places.Release();
            }
        }
    }

    private bool IsConcerned(GeneratedImage image) => fetcher.Concerns(image) || checks.Concern(image);
}
