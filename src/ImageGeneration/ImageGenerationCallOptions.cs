namespace ImageGeneration;

/// <summary>Provides the options of one call. What is to be generated is in the request.</summary>
public sealed record ImageGenerationCallOptions
{
    /// <summary>Gets the only provider to ask, such as <c>replicate</c>, in any case; null (the default) asks the best one, and the next
    /// one when a provider fails.</summary>
    public string? Provider { get; init; }

    /// <summary>Gets the receiver of each step, which is called on any thread; null (the default) for none. When it throws it is not
    /// called again, and the request goes on.</summary>
    public IProgress<GenerationProgress>? Progress { get; init; }
}
