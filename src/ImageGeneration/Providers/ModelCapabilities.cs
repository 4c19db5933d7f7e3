namespace ImageGeneration.Providers;

/// <summary>What a model can do at a provider. Whatever a request asks beyond it is adapted with a warning, or refused in strict
/// mode.</summary>
public sealed record ModelCapabilities
{
    /// <summary>The provider's id of the model.</summary>
    public required string ModelId { get; init; }

    /// <summary>Which sizes it makes; any multiple of 8 from 64 to 4096 by default.</summary>
    public SizeRule Sizes { get; init; } = new PixelSizes(64, 4096, 8);

    /// <summary>Images of one job: 1 or more.</summary>
    public int MaxImagesPerJob { get; init; } = 1;

    /// <summary>Images that each job makes, whatever is asked for, as its settings have it; null where it makes what is asked for.</summary>
    internal int? FixedImagesPerJob { get; init; }

    /// <summary>It takes a negative prompt.</summary>
    public bool NegativePrompt { get; init; }

    /// <summary>How much of a prompt, and of a negative prompt, it reads; null (default) when that is not known, or more than a request may
    /// have.</summary>
    public PromptLimit? PromptLimit { get; init; }

    /// <summary>It takes a seed.</summary>
    public bool Seed { get; init; } = true;

    /// <summary>It always runs with one and the same seed, which no request can change, so that a job run again makes the same picture
    /// again: several images that need several jobs are then adapted with a warning, or refused in strict mode. Default false.</summary>
    public bool FixedSeed { get; init; }

    /// <summary>It tells the seed it used. Where it does not, the library chooses one.</summary>
    public bool ReportsSeed { get; init; }

    /// <summary>Its provider tells, free of charge, how many workers it has: <see cref="IImageProvider.GetWorkerCountsAsync"/>. Default
    /// false.</summary>
    public bool ReportsWorkers { get; init; }

    /// <summary>The lowest seed it takes for one; default 0. Where 0 stands for "any seed", 1.</summary>
    public long MinSeed { get; init; }

    /// <summary>The highest seed it takes.</summary>
    public long MaxSeed { get; init; } = uint.MaxValue;

    /// <summary>Inference steps it takes; null when it takes none.</summary>
    public NumericRange? Steps { get; init; }

    /// <summary>Guidance scales it takes; null when it takes none.</summary>
    public NumericRange? GuidanceScale { get; init; }

    /// <summary>LoRA weights it takes at once; 0 for none.</summary>
    public int MaxLoraWeights { get; init; }

    /// <summary>The model that runs a request with LoRA weights instead; null when none is configured.</summary>
    public ModelCapabilities? LoraModel { get; init; }

    /// <summary>File formats that can be chosen; empty when none can.</summary>
    public IReadOnlyList<ImageFormat> Formats { get; init; } = [];

    /// <summary>The names of all members of its input, as the provider spells them, against which a request's extras are checked; null
    /// (default) when they are not known.</summary>
    public IReadOnlyCollection<string>? InputNames { get; init; }

    /// <summary>The names under which the library sends a request; null where nobody knows them here.</summary>
    internal InputFields? Fields { get; init; }

    /// <summary>How long one job usually runs, queues and cold starts excluded; the first guess until real times are seen.</summary>
    public TimeSpan TypicalRunTime { get; init; } = TimeSpan.FromSeconds(5);

    // Past the highest it goes on from the lowest: neighbours stay neighbours, and each seed has one that stands for it.
    internal long FitSeed(long seed, int next = 0)
    {
        if (next == 0 && seed >= MinSeed && seed <= MaxSeed)
        {
            return seed;
        }

        var (wanted, count) = ((Int128)seed + next - MinSeed, (Int128)MaxSeed - MinSeed + 1);
        return count < 1 ? MinSeed : (long)(MinSeed + (((wanted % count) + count) % count));
    }
}

/// <summary>A closed range.</summary>
/// <param name="Min">The least value.</param>
/// <param name="Max">The greatest value.</param>
public readonly record struct NumericRange(double Min, double Max)
{
    /// <summary>The nearest value within.</summary>
    /// <param name="value">Any value.</param>
    /// <returns><paramref name="value"/>, or the bound it passed.</returns>
    public double Clamp(double value) => Math.Clamp(value, Min, Max);
}
