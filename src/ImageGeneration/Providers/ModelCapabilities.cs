namespace ImageGeneration.Providers;

/// <summary>Represents the capabilities of a model at a provider. What a request asks beyond them is adapted with a warning, or refused in
/// strict mode.</summary>
public sealed record ModelCapabilities
{
    /// <summary>Gets the provider's id of the model.</summary>
    public required string ModelId { get; init; }

    /// <summary>Gets the sizes that the model makes; any multiple of 8 from 64 to 4096 by default.</summary>
    public SizeRule Sizes { get; init; } = new PixelSizes(64, 4096, 8);

    /// <summary>Gets the maximum number of images of one job: 1 or more; default 1.</summary>
    public int MaxImagesPerJob { get; init; } = 1;

    /// <summary>Gets the number of images that each job makes, whatever is requested, according to its settings; null when it makes as
    /// many as are requested.</summary>
    internal int? FixedImagesPerJob { get; init; }

    /// <summary>Gets a value indicating whether the model takes a negative prompt; default false.</summary>
    public bool NegativePrompt { get; init; }

    /// <summary>Gets how much of a prompt, and of a negative prompt, the model reads; null (default) when that is not known, or more than
    /// a request may have.</summary>
    public PromptLimit? PromptLimit { get; init; }

    /// <summary>Gets a value indicating whether the model takes a seed; default true.</summary>
    public bool Seed { get; init; } = true;

    /// <summary>Gets a value indicating whether the model always runs with the same seed, which no request can change, so that a job that
    /// is run again makes the same image: several images that need several jobs are then adapted with a warning, or refused in strict
    /// mode. Default false.</summary>
    public bool FixedSeed { get; init; }

    /// <summary>Gets a value indicating whether the model reports the seed it used; default false. For a model that does not, the library
    /// chooses one.</summary>
    public bool ReportsSeed { get; init; }

    /// <summary>Gets a value indicating whether the provider reports, free of charge, how many workers the model has:
    /// <see cref="IImageProvider.GetWorkerCountsAsync"/>; default false.</summary>
    public bool ReportsWorkers { get; init; }

    /// <summary>Gets the lowest seed that the model takes; default 0. When 0 stands for "any seed", 1.</summary>
    public long MinSeed { get; init; }

    /// <summary>Gets the highest seed that the model takes; default 4294967295.</summary>
    public long MaxSeed { get; init; } = uint.MaxValue;

    /// <summary>Gets the range of inference steps; null when the model takes none.</summary>
    public NumericRange? Steps { get; init; }

    /// <summary>Gets the range of guidance scales; null when the model takes none.</summary>
    public NumericRange? GuidanceScale { get; init; }

    /// <summary>Gets the number of LoRA weights that the model takes at once; 0 (default) for none.</summary>
    public int MaxLoraWeights { get; init; }

    /// <summary>Gets the model that runs a request with LoRA weights instead; null when none is configured.</summary>
    public ModelCapabilities? LoraModel { get; init; }

    /// <summary>Gets the file formats that can be chosen; empty when none can.</summary>
    public IReadOnlyList<ImageFormat> Formats { get; init; } = [];

    /// <summary>Gets the names of all members of the model's input, as the provider spells them, against which a request's extras are
    /// checked; null (default) when they are not known.</summary>
    public IReadOnlyCollection<string>? InputNames { get; init; }

    /// <summary>Gets the names under which the library sends a request; null when they are not known.</summary>
    internal InputFields? Fields { get; init; }

    /// <summary>Gets the usual run time of one job, queues and cold starts excluded: the estimate until real times are seen; default 5
    /// seconds.</summary>
    public TimeSpan TypicalRunTime { get; init; } = TimeSpan.FromSeconds(5);

    // Past the highest it continues from the lowest: neighbors stay neighbors, and each seed has one that stands for it.
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

/// <summary>Represents a closed range of numbers.</summary>
/// <param name="Min">The minimum.</param>
/// <param name="Max">The maximum.</param>
public readonly record struct NumericRange(double Min, double Max)
{
    /// <summary>Returns the nearest value in the range.</summary>
    /// <param name="value">The value.</param>
    /// <returns><paramref name="value"/>, or the bound that it exceeds.</returns>
    public double Clamp(double value) => Math.Clamp(value, Min, Max);
}
