using System.Text.Json.Serialization;

namespace ImageGeneration;

/// <summary>How a response came about.</summary>
public sealed record ImageGenerationMetadata
{
    /// <summary>The prompt as the caller wrote it.</summary>
    [JsonPropertyName("originalPrompt")]
    public required string OriginalPrompt { get; init; }

    /// <summary>The prompt as the provider got it.</summary>
    [JsonPropertyName("enhancedPrompt")]
    public required string EnhancedPrompt { get; init; }

    /// <summary>The negative prompt as the provider got it; null where none was sent.</summary>
    [JsonPropertyName("negativePrompt")]
    public string? NegativePrompt { get; init; }

    /// <summary>Why the provider that delivered has its place in the route.</summary>
    [JsonPropertyName("routeReason")]
    public string? RouteReason { get; init; }

    /// <summary>How long that provider was expected to take when the route was planned; null in a response that was made elsewhere.</summary>
    [JsonPropertyName("expectedLatency")]
    public ExpectedLatency? ExpectedLatency { get; init; }

    /// <summary>Every job that was asked for, in the order of their start, the failed ones included.</summary>
    [JsonPropertyName("attempts")]
    public required IReadOnlyList<GenerationAttempt> Attempts { get; init; }

    /// <summary>Each setting that was changed to what the model can do; also among the warnings.</summary>
    [JsonPropertyName("adaptations")]
    public IReadOnlyList<string> Adaptations { get; init; } = [];

    /// <summary>The number of attempts: never the prompt.</summary>
    public override string ToString() => $"{Attempts.Count} attempt(s)";
}
