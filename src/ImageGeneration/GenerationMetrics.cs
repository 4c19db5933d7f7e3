using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>Represents the metrics of the service since it was created.</summary>
public sealed record GenerationMetrics
{
    /// <summary>Gets the number of requests that ended.</summary>
    [JsonPropertyName("totalRequests")]
    public required long TotalRequests { get; init; }

    /// <summary>Gets the number of requests that delivered at least one image.</summary>
    [JsonPropertyName("successfulRequests")]
    public required long SuccessfulRequests { get; init; }

    /// <summary>Gets the number of requests that failed; requests that their caller canceled do not count.</summary>
    [JsonPropertyName("failedRequests")]
    public required long FailedRequests { get; init; }

    /// <summary>Gets the number of requests that their caller canceled.</summary>
    [JsonPropertyName("canceledRequests")]
    public required long CanceledRequests { get; init; }

    /// <summary>Gets the mean time of the successful requests; zero when there are none.</summary>
    [JsonPropertyName("averageGenerationTimeSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public required TimeSpan AverageGenerationTime { get; init; }

    /// <summary>Gets the median time of the successful requests, within 5 %; zero when there are none.</summary>
    [JsonPropertyName("p50GenerationTimeSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public required TimeSpan P50GenerationTime { get; init; }

    /// <summary>Gets the time within which 90 % of the successful requests ended, within 5 %; zero when there are none.</summary>
    [JsonPropertyName("p90GenerationTimeSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public required TimeSpan P90GenerationTime { get; init; }

    /// <summary>Gets the time within which 99 % of the successful requests ended, within 5 %; zero when there are none.</summary>
    [JsonPropertyName("p99GenerationTimeSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public required TimeSpan P99GenerationTime { get; init; }

    /// <summary>Gets the total cost in US dollars, as far as known.</summary>
    [JsonPropertyName("totalCostUsd")]
    public required decimal TotalCostUsd { get; init; }

    /// <summary>Gets the number of attempts whose cost is unknown and therefore not in <see cref="TotalCostUsd"/>.</summary>
    [JsonPropertyName("attemptsOfUnknownCost")]
    public required long AttemptsOfUnknownCost { get; init; }

    /// <summary>Gets the number of attempts whose answer was lost: each may have been billed without a result.</summary>
    [JsonPropertyName("possiblyBilledUnseen")]
    public required long PossiblyBilledUnseen { get; init; }

    /// <summary>Gets the number of images delivered.</summary>
    [JsonPropertyName("imagesDelivered")]
    public required long ImagesDelivered { get; init; }

    /// <summary>Gets the number of images that a provider made and withheld.</summary>
    [JsonPropertyName("imagesFiltered")]
    public required long ImagesFiltered { get; init; }

    /// <summary>Gets the number of attempts by provider name.</summary>
    [JsonPropertyName("providerUsage")]
    public required IReadOnlyDictionary<string, long> ProviderUsage { get; init; }

    /// <summary>Gets the number of failed attempts by failure kind.</summary>
    [JsonPropertyName("failuresByKind")]
    public required IReadOnlyDictionary<FailureKind, long> FailuresByKind { get; init; }

    /// <summary>Gets the queue metrics by provider name.</summary>
    [JsonPropertyName("queues")]
    public required IReadOnlyDictionary<string, QueueMetrics> Queues { get; init; }
}

/// <summary>Represents the queue of this process for one provider.</summary>
/// <param name="Waiting">The number of requests that wait.</param>
/// <param name="Running">The number of jobs under way.</param>
/// <param name="AverageWait">The mean wait for a permit.</param>
/// <param name="MaxWait">The longest wait for a permit.</param>
public sealed record QueueMetrics(
    [property: JsonPropertyName("waiting")] int Waiting,
    [property: JsonPropertyName("running")] int Running,
    [property: JsonPropertyName("averageWaitSeconds"), JsonConverter(typeof(SecondsJsonConverter))] TimeSpan AverageWait,
    [property: JsonPropertyName("maxWaitSeconds"), JsonConverter(typeof(SecondsJsonConverter))] TimeSpan MaxWait);
