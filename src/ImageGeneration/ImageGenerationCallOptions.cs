namespace ImageGeneration;

/// <summary>How one call is made; what is to be drawn stands in the request.</summary>
public sealed record ImageGenerationCallOptions
{
    /// <summary>Gets the only provider to ask, such as <c>replicate</c>, in any case; null (the default) to ask the best one and to move on
    /// when it fails.</summary>
    public string? Provider { get; init; }

    /// <summary>Gets what hears of each step, on whatever thread it happens; null (the default) for nothing. When it throws, it hears no
    /// more, and the request goes on.</summary>
    public IProgress<GenerationProgress>? Progress { get; init; }
}
