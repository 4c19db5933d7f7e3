using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>A model or endpoint that is left alone while its provider's others go on.</summary>
public sealed record ModelStatus
{
    /// <summary>The provider's id of the model.</summary>
    [JsonPropertyName("modelId")]
    public required string ModelId { get; init; }

    /// <summary><c>open</c> (resting) or <c>half_open</c> (one probe is under way).</summary>
    [JsonPropertyName("breaker")]
    public required string Breaker { get; init; }

    /// <summary>What is left of the rest.</summary>
    [JsonPropertyName("restingForSeconds")]
    [JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? RestingFor { get; init; }

    /// <summary>Why, in words.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }
}
