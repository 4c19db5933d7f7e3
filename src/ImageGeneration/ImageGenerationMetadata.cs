using System.Text.Json.Serialization;

namespace ImageGeneration;

/// <summary>Represents how a response came about.</summary>
public sealed record ImageGenerationMetadata
{
    /// <summary>Gets the prompt as the caller wrote it.</summary>
    [JsonPropertyName("originalPrompt")]
    public required string OriginalPrompt { get; init; }

    /// <summary>Gets the prompt as the provider received it.</summary>
    [JsonPropertyName("enhancedPrompt")]
    public required string EnhancedPrompt { get; init; }

    /// <summary>Gets the negative prompt as the provider received it; null when none was sent.</summary>
    [JsonPropertyName("negativePrompt")]
    public string? NegativePrompt { get; init; }

    /// <summary>Gets the reason for the position of the provider that delivered in the route.</summary>
    [JsonPropertyName("routeReason")]
    public string? RouteReason { get; init; }

    /// <summary>Gets the time that provider was expected to take when the route was planned; null in a response that was made
    /// elsewhere.</summary>
    [JsonPropertyName("expectedLatency")]
    public ExpectedLatency? ExpectedLatency { get; init; }

    /// <summary>Gets all attempts in the order of their start, failed ones included.</summary>
    [JsonPropertyName("attempts")]
    public required IReadOnlyList<GenerationAttempt> Attempts { get; init; }

    /// <summary>Gets the settings that were changed to what the model can do, one sentence each; also among the warnings. Empty when there
    /// were none.</summary>
    [JsonPropertyName("adaptations")]
    public IReadOnlyList<string> Adaptations { get; init; } = [];

    /// <summary>Returns the number of attempts, never the prompt.</summary>
    public override string ToString() => $"{Attempts.Count} attempt(s)";
}
