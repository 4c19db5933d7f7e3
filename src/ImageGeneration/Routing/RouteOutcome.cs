using ImageGeneration.Providers;

namespace ImageGeneration.Routing;

/// <summary>What a route brought so far.</summary>
internal sealed class RouteOutcome(int wanted)
{
    public List<GeneratedImage> Images { get; } = new(wanted);

    public List<GenerationAttempt> Attempts { get; } = new(1);

    public List<string> Warnings { get; } = [];

    /// <summary>The stop that delivered first; where none did, the last one asked.</summary>
    public ProviderChoice? Stop { get; private set; }

    /// <summary>The failure that decides what comes next; null while there is none.</summary>
    public ProviderFailure? Failure { get; set; }

    public int Missing => wanted - Images.Count;

    public bool HasDelivered { get; private set; }

    public void Add(ProviderChoice stop, GenerationAttempt attempt, ProviderJob job, ProviderRequest request)
    {
        Attempts.Add(attempt);
        if (!HasDelivered)
        {
            Stop = stop;
        }

        if (job.Failure is { } failure)
        {
            Failure = failure;
            return;
        }

        foreach (var image in job.Images)
        {
            HasDelivered |= image.Outcome == ImageOutcome.Delivered;
            Images.Add(image with
            {
                Width = image.Width ?? request.Width,
                Height = image.Height ?? request.Height,
                Seed = image.Seed ?? request.Seed,
            });
        }
    }
}
