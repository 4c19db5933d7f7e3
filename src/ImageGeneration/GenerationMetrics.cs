using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>The figures of this service since it was made.</summary>
public sealed record GenerationMetrics
{
    /// <summary>Requests that ended.</summary>
    [JsonPropertyName("totalRequests")]
    public required long TotalRequests { get; init; }

    /// <summary>Requests that delivered at least one image.</summary>
    [JsonPropertyName("successfulRequests")]
    public required long SuccessfulRequests { get; init; }

    /// <summary>Requests that failed; a caller's own cancellation is not among them.</summary>
    [JsonPropertyName("failedRequests")]
    public required long FailedRequests { get; init; }

    /// <summary>Requests that their caller canceled.</summary>
    [JsonPropertyName("canceledRequests")]
    public required long CanceledRequests { get; init; }

    /// <summary>The mean time of the successful requests; zero when there are none.</summary>
    [JsonPropertyName("averageGenerationTimeSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public required TimeSpan AverageGenerationTime { get; init; }

    /// <summary>Half of the successful requests took no longer; within 5 %. Zero when there are none.</summary>
    [JsonPropertyName("p50GenerationTimeSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public required TimeSpan P50GenerationTime { get; init; }

    /// <summary>90 % of the successful requests took no longer; within 5 %.</summary>
    [JsonPropertyName("p90GenerationTimeSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public required TimeSpan P90GenerationTime { get; init; }

    /// <summary>99 % of the successful requests took no longer; within 5 %.</summary>
    [JsonPropertyName("p99GenerationTimeSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public required TimeSpan P99GenerationTime { get; init; }

    /// <summary>US dollars, as far as known.</summary>
    [JsonPropertyName("totalCostUsd")]
    public required decimal TotalCostUsd { get; init; }

    /// <summary>Attempts whose cost is unknown and therefore not in <see cref="TotalCostUsd"/>.</summary>
    [JsonPropertyName("attemptsOfUnknownCost")]
    public required long AttemptsOfUnknownCost { get; init; }

    /// <summary>Attempts whose answer got lost: each may be billed unseen.</summary>
    [JsonPropertyName("possiblyBilledUnseen")]
    public required long PossiblyBilledUnseen { get; init; }

    /// <summary>Images delivered.</summary>
    [JsonPropertyName("imagesDelivered")]
    public required long ImagesDelivered { get; init; }

    /// <summary>Images that a provider made and withheld.</summary>
    [JsonPropertyName("imagesFiltered")]
    public required long ImagesFiltered { get; init; }

    /// <summary>Provider name to attempts made there.</summary>
    [JsonPropertyName("providerUsage")]
    public required IReadOnlyDictionary<string, long> ProviderUsage { get; init; }

    /// <summary>Failure kind to failed attempts.</summary>
    [JsonPropertyName("failuresByKind")]
    public required IReadOnlyDictionary<FailureKind, long> FailuresByKind { get; init; }

    /// <summary>Provider name to its queue figures.</summary>
    [JsonPropertyName("queues")]
    public required IReadOnlyDictionary<string, QueueMetrics> Queues { get; init; }
}

/// <summary>The queue of this process in front of one provider.</summary>
/// <param name="Waiting">Requests waiting now.</param>
/// <param name="Running">Jobs under way now.</param>
/// <param name="AverageWait">The mean wait for a permit.</param>
/// <param name="MaxWait">The longest wait for a permit.</param>
public sealed record QueueMetrics(
    [property: JsonPropertyName("waiting")] int Waiting,
    [property: JsonPropertyName("running")] int Running,
    [property: JsonPropertyName("averageWaitSeconds"), JsonConverter(typeof(SecondsJsonConverter))] TimeSpan AverageWait,
    [property: JsonPropertyName("maxWaitSeconds"), JsonConverter(typeof(SecondsJsonConverter))] TimeSpan MaxWait);
