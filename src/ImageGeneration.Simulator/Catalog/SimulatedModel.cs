namespace ImageGeneration.Simulator.Catalog;

/// <summary>Represents one row of the catalog: what a model or worker accepts, returns, takes and costs.</summary>
/// <remarks>Defaults are in the getters: the generated reader sets every member, those that a row leaves out to null or zero.</remarks>
internal record SimulatedModel
{
    /// <summary>The Replicate slug or the RunPod endpoint.</summary>
    public required string Id { get; init; }

    public required IReadOnlyList<InputField> Inputs { get; init; }

    /// <summary>The run of one image with the default number of steps.</summary>
    public required TimeSpan RunTime { get; init; }

    public required Price Price { get; init; }

    /// <summary>The steps when the caller names none; 0 for a model that has no steps.</summary>
    public int DefaultSteps { get; init; }

    public int DefaultSize { get => field > 0 ? field : 1024; init; }

    /// <summary>The format of the files when the caller names none: <c>png</c>, <c>jpg</c>, <c>jpeg</c> or <c>webp</c>.</summary>
    public string DefaultFormat { get => field ?? "png"; init; }

    /// <summary>The prompt of a model that demands none.</summary>
    public string DefaultPrompt { get => field ?? ""; init; }

    /// <summary>The error of a job of which every image was flagged.</summary>
    public string FlaggedError
    {
        get => field ?? "NSFW content detected. Try running it again, or try a different prompt.";
        init;
    }
}
