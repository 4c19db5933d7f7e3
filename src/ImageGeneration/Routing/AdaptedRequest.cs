using ImageGeneration.Providers;

namespace ImageGeneration.Routing;

/// <summary>Represents a request as one provider receives it, with each setting that had to change.</summary>
internal readonly record struct AdaptedRequest(ProviderRequest Request, ModelCapabilities Capabilities, IReadOnlyList<string> Changes)
{
    /// <summary>Gets what the caller's extras replace, which is reported and is no reason to refuse.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public IReadOnlyList<string> AllChanges => Notes.Count == 0 ? Changes : [.. Changes, .. Notes];

    public int MaxImagesPerJob => Request.Effect?.Images ?? Math.Max(1, Capabilities.MaxImagesPerJob);

    /// <summary>Gets the number of images that are made, and billed, when so many are requested: where each job makes the same number,
    /// whole jobs.</summary>
    public int Billed(int images) => Request.Effect?.Images is { } each ? (images + each - 1) / each * each : images;

    /// <summary>Returns the part of the images that begins at an index, with the seeds that belong to them.</summary>
    public ProviderRequest Slice(int first, int count)
    {
        if (count == Request.Count)
        {
            return Request;
        }

        return Request with
        {
            Count = count,
            Seed = Request.Seed is { } seed ? Capabilities.FitSeed(seed, first) : null,
            Adapted = Request.Adapted | AdaptedSettings.Count | (first > 0 ? AdaptedSettings.Seed : AdaptedSettings.None),
        };
    }
}
