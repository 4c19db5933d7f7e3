using ImageGeneration.Providers;

namespace ImageGeneration.Routing;

/// <summary>A request as one provider gets it, with each setting that had to change.</summary>
internal readonly record struct AdaptedRequest(ProviderRequest Request, ModelCapabilities Capabilities, IReadOnlyList<string> Changes)
{
    public int MaxImagesPerJob => Math.Max(1, Capabilities.MaxImagesPerJob);

    /// <summary>The part of the images from a place on, with the seeds that belong to them.</summary>
    public ProviderRequest Slice(int first, int count)
    {
        if (count == Request.Count)
        {
            return Request;
        }

        return Request with { Count = count, Seed = Request.Seed is { } seed ? Capabilities.FitSeed(seed, first) : null };
    }
}
