namespace ImageGeneration.Outputs;

/// <summary>Processes an image before it counts as delivered: it is downloaded when the settings ask for it, then checked. What is to
/// store it comes last, so that only what passed is stored. Each image has its own limits and its own faults, independent of the
/// others.</summary>
internal sealed class OutputPipeline(OutputFetcher fetcher, OutputChecks checks)
{
    private const int MaxAtOnce = 4;

    public bool WillFetch(IReadOnlyList<GeneratedImage> images) => images.Any(fetcher.Concerns);

    /// <summary>Processes the images of one job in parallel.</summary>
    /// <param name="images">The images.</param>
    /// <param name="context">Creates the context of a check for an image.</param>
    /// <param name="cancellationToken">The token that ends with the request: what is not downloaded by then stays a link.</param>
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
