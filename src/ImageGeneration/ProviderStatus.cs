using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>How a provider is doing, from the traffic of this process alone.</summary>
public sealed record ProviderStatus
{
    /// <summary>The provider's name.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    /// <summary>Model name to the provider's id.</summary>
    [JsonPropertyName("models")]
    public required IReadOnlyDictionary<string, string> Models { get; init; }

    /// <summary>Creates allowed in any 60 seconds.</summary>
    [JsonPropertyName("requestsPerMinute")]
    public required int RequestsPerMinute { get; init; }

    /// <summary>Jobs allowed at once.</summary>
    [JsonPropertyName("concurrent")]
    public required int Concurrent { get; init; }

    /// <summary>Status reads allowed in any 60 seconds.</summary>
    [JsonPropertyName("readsPerMinute")]
    public int ReadsPerMinute { get; init; }

    /// <summary>Requests waiting for a permit.</summary>
    [JsonPropertyName("waiting")]
    public required int Waiting { get; init; }

    /// <summary>Jobs under way.</summary>
    [JsonPropertyName("running")]
    public required int Running { get; init; }

    /// <summary>Running jobs that wait for their next status read.</summary>
    [JsonPropertyName("waitingForReads")]
    public int WaitingForReads { get; init; }

    /// <summary>Whether requests go through: <c>closed</c> (all is well), <c>open</c> (resting) or <c>half_open</c> (one probe is under
    /// way).</summary>
    [JsonPropertyName("breaker")]
    public required string Breaker { get; init; }

    /// <summary>The models and endpoints that rest although the provider does not; empty when all is well.</summary>
    [JsonPropertyName("restingModels")]
    public IReadOnlyList<ModelStatus> RestingModels { get; init; } = [];

    /// <summary>The time until an open breaker lets a probe through, or a pause asked for by the provider ends; null when nothing is held
    /// back.</summary>
    [JsonPropertyName("availableInSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? AvailableIn { get; init; }

    /// <summary>What is left of the rest of an open breaker; null when it does not rest.</summary>
    [JsonPropertyName("restingForSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? RestingFor { get; init; }

    /// <summary>What is left of a pause of the creates that the provider asked for; null when there is none.</summary>
    [JsonPropertyName("pausedForSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? PausedFor { get; init; }

    /// <summary>What is left of a pause of the status reads that the provider asked for; null when there is none.</summary>
    [JsonPropertyName("readsPausedForSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? ReadsPausedFor { get; init; }
}
