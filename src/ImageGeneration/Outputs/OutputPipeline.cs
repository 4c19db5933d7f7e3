namespace ImageGeneration.Outputs;

/// <summary>Processes an image before it counts as delivered: it is downloaded when the settings ask for it, then checked. What is to
/// store it comes last, so that only what passed is stored. Each image has its own limits and its own faults, independent of the
/// others.</summary>
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

    /// <summary>Processes the images of one job in parallel.</summary>
    /// <param name="images">The images.</param>
    /// <param name="source">The request and the provider that the images are from, for the checks.</param>
    /// <param name="cancellationToken">The token that ends with the request: what is not downloaded by then stays a link.</param>
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

/// <summary>The request and the provider that the images of one job are from.</summary>
internal readonly record struct OutputSource(ImageGenerationRequest Request, string Provider, string ModelId)
{
    public OutputCheckContext ToCheck(GeneratedImage image) =>
        new() { Image = image, Request = Request, Provider = Provider, ModelId = ModelId };
}
