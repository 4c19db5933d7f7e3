using ImageGeneration.Providers;

namespace ImageGeneration.Routing;

/// <summary>What a route brought so far.</summary>
internal sealed class RouteOutcome(int wanted)
{
    private List<GeneratedImage>? _images;
    private List<string>? _warnings;

    // Made when there is something to hold: until then thousands may wait.
    public List<GeneratedImage> Images => _images ??= new(wanted);

    public List<GenerationAttempt> Attempts => field ??= new(1);

    public IReadOnlyList<string> Warnings => _warnings ?? (IReadOnlyList<string>)[];

    /// <summary>What was adapted by those who delivered.</summary>
    public IReadOnlyList<string> Adaptations { get; private set; } = [];

    /// <summary>The stop that delivered first; where none did, the last one asked.</summary>
    public ProviderChoice Stop { get; private set; }

    /// <summary>The failure that decides what comes next; null while there is none.</summary>
    public ProviderFailure? Failure { get; set; }

    public int Missing => wanted - (_images?.Count ?? 0);

    public bool HasDelivered { get; private set; }

    /// <summary>The failure table allowed nobody else to be asked.</summary>
    public bool HasStopped { get; set; }

    /// <summary>The first place in the row of seeds that no image was made with.</summary>
    public int NextSeed { get; private set; }

    /// <param name="stop">Who was asked.</param>
    /// <param name="attempt">How it went.</param>
    /// <param name="job">What it brought.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="first">The place of its first image in the row of seeds.</param>
    public void Add(ProviderChoice stop, GenerationAttempt attempt, ProviderJob job, ProviderRequest request, int first)
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

        Adaptations = Adaptations.Count == 0 ? stop.Adapted.Changes : [.. Adaptations.Union(stop.Adapted.Changes)];
        NextSeed = Math.Max(NextSeed, first + request.Count);
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

    public void Warn(string warning) => (_warnings ??= []).Add(warning);
}
