using System.Text.Json.Serialization;
using ImageGeneration.Json;
using Polly.CircuitBreaker;

namespace ImageGeneration;

/// <summary>Represents the state of a provider, from the traffic of this process alone.</summary>
public sealed record ProviderStatus
{
    /// <summary>Gets the provider's name.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    /// <summary>Gets the provider's ids of the models, by model name.</summary>
    [JsonPropertyName("models")]
    public required IReadOnlyDictionary<string, string> Models { get; init; }

    /// <summary>Gets the number of creates allowed in any 60 seconds.</summary>
    [JsonPropertyName("requestsPerMinute")]
    public required int RequestsPerMinute { get; init; }

    /// <summary>Gets the number of jobs allowed at once.</summary>
    [JsonPropertyName("concurrent")]
    public required int Concurrent { get; init; }

    /// <summary>Gets the number of status reads allowed in any 60 seconds.</summary>
    [JsonPropertyName("readsPerMinute")]
    public int ReadsPerMinute { get; init; }

    /// <summary>Gets the number of requests that wait for a permit.</summary>
    [JsonPropertyName("waiting")]
    public required int Waiting { get; init; }

    /// <summary>Gets the number of jobs under way.</summary>
    [JsonPropertyName("running")]
    public required int Running { get; init; }

    /// <summary>Gets the number of running jobs that wait for their next status read.</summary>
    [JsonPropertyName("waitingForReads")]
    public int WaitingForReads { get; init; }

    /// <summary>Gets the state of the provider's circuit: closed (all is well), open (it is not asked) or half-open (one request probes
    /// it). In JSON: the snake-case name.</summary>
    [JsonPropertyName("circuit"), JsonConverter(typeof(SnakeCaseEnumConverter<CircuitState>))]
    public required CircuitState Circuit { get; init; }

    /// <summary>Gets a value indicating whether the circuit is open.</summary>
    [JsonIgnore]
    public bool IsCircuitOpen => Circuit == CircuitState.Open;

    /// <summary>Gets the models and endpoints whose own circuit is not closed although the provider's is; empty when all is well.</summary>
    [JsonPropertyName("unavailableModels")]
    public IReadOnlyList<ModelStatus> UnavailableModels { get; init; } = [];

    /// <summary>Gets the time until an open circuit lets a probe through or throttling by the provider ends; null when nothing is held
    /// back.</summary>
    [JsonPropertyName("availableInSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? AvailableIn { get; init; }

    /// <summary>Gets the time until an open circuit lets a probe through; null when it is not open.</summary>
    [JsonPropertyName("circuitOpenForSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? CircuitOpenFor { get; init; }

    /// <summary>Gets the remaining time for which the provider throttles creates; null when it does not.</summary>
    [JsonPropertyName("throttledForSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? ThrottledFor { get; init; }

    /// <summary>Gets the remaining time for which the provider throttles status reads; null when it does not.</summary>
    [JsonPropertyName("statusReadsThrottledForSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? StatusReadsThrottledFor { get; init; }
}
