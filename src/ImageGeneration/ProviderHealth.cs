using System.Text.Json.Serialization;
using ImageGeneration.Redaction;

namespace ImageGeneration;

/// <summary>Represents the result of a free health check of a provider.</summary>
/// <param name="IsHealthy">Whether the provider answers and accepts the key.</param>
/// <param name="Description">One sentence: the account, the workers, or what is wrong.</param>
public sealed record ProviderHealth(
    [property: JsonPropertyName("isHealthy")] bool IsHealthy,
    string Description)
{
    /// <summary>Gets one sentence: the account, the workers, or what is wrong.</summary>
    [JsonPropertyName("description")]
    public string Description { get; init => field = SingleLine.Format(value); } = SingleLine.Format(Description);

    /// <summary>Gets the kind of what is wrong; null when nothing is.</summary>
    [JsonPropertyName("failure")]
    public FailureKind? Failure { get; init; }
}
