using ImageGeneration.Providers;

namespace ImageGeneration.Routing;

/// <summary>A request as one provider gets it, with each setting that had to change.</summary>
internal readonly record struct AdaptedRequest(ProviderRequest Request, ModelCapabilities Capabilities, IReadOnlyList<string> Changes)
{
    /// <summary>What the caller's extras replace: told, and no reason to refuse.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public IReadOnlyList<string> Told => Notes.Count == 0 ? Changes : [.. Changes, .. Notes];

    public int MaxImagesPerJob => FixedImagesPerJob ?? Math.Max(1, Capabilities.MaxImagesPerJob);

    private int? FixedImagesPerJob => Request.Effect?.Images ?? Capabilities.FixedImagesPerJob;

    /// <summary>The images that are made, and billed, where so many are asked for: where each job makes the same number, whole jobs.</summary>
    public int Billed(int images) => FixedImagesPerJob is { } each ? (images + each - 1) / each * each : images;

    /// <summary>The part of the images from a place on, with the seeds that belong to them.</summary>
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
