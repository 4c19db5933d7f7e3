using System.Text.Json.Serialization;
using ImageGeneration.Json;
using Polly.CircuitBreaker;

namespace ImageGeneration;

/// <summary>Represents a model or endpoint that is unavailable while the provider's others are used.</summary>
public sealed record ModelStatus
{
    /// <summary>Gets the provider's id of the model.</summary>
    [JsonPropertyName("modelId")]
    public required string ModelId { get; init; }

    /// <summary>Gets the state of its circuit: open, or half-open while one request probes it. In JSON: the snake-case name.</summary>
    [JsonPropertyName("circuit"), JsonConverter(typeof(SnakeCaseEnumConverter<CircuitState>))]
    public required CircuitState Circuit { get; init; }

    /// <summary>Gets the time until a probe is let through; null when one is under way.</summary>
    [JsonPropertyName("circuitOpenForSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? CircuitOpenFor { get; init; }

    /// <summary>Gets the reason in words; null when there is none.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }
}
