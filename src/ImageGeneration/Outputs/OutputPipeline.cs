namespace ImageGeneration.Outputs;

/// <summary>What an image passes before it counts as delivered: it is fetched, where the settings ask for it, then checked. Whatever is to
/// keep it for longer comes last, so that only what passed is kept. Each image has its own limits and its own faults; none takes the others
/// along.</summary>
internal sealed class OutputPipeline(OutputFetcher fetcher, OutputChecks checks)
{
    private const int MaxAtOnce = 4;

    public bool WillFetch(GeneratedImage[] images)
    {
        foreach (var image in images)
        {
            if (fetcher.Concerns(image))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes the images of one job through, side by side.</summary>
    /// <param name="images">The images.</param>
    /// <param name="source">What a check is told about all of them.</param>
    /// <param name="cancellationToken">Ends with the request: what is not fetched by then stays a link.</param>
    /// <returns>The outputs, in the order of the images.</returns>
    public ValueTask<Output[]> RunAsync(GeneratedImage[] images, OutputSource source, CancellationToken cancellationToken)
    {
        foreach (var image in images)
        {
            if (fetcher.Concerns(image) || checks.Concern(image))
            {
                return FetchAndCheckAsync(images, source, cancellationToken);
            }
        }

        return new(Array.ConvertAll(images, static image => new Output(image)));
    }

    private async ValueTask<Output[]> FetchAndCheckAsync(GeneratedImage[] images, OutputSource source, CancellationToken cancellationToken)
    {
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
                    ? await checks.CheckAsync(source.ToCheck(output.Image), cancellationToken).ConfigureAwait(false)
                    : output;
            }
            finally
            {
                places.Release();
            }
        }
    }
}

/// <summary>What the images of one job were made for, and by whom.</summary>
internal readonly record struct OutputSource(ImageGenerationRequest Request, string Provider, string ModelId)
{
    public OutputCheckContext ToCheck(GeneratedImage image) =>
        new() { Image = image, Request = Request, Provider = Provider, ModelId = ModelId };
}
