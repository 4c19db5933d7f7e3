using System.Text.Json.Serialization;
using ImageGeneration.Json;
using ImageGeneration.Redaction;

namespace ImageGeneration;

/// <summary>What the provider said when a job was canceled. In JSON: the snake-case word.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CancellationOutcome>))]
public enum CancellationOutcome
{
    /// <summary>The provider confirmed that the job has ended.</summary>
    Confirmed,

    /// <summary>No confirmation came in time: the job may still run and bill.</summary>
    NotConfirmed,

    /// <summary>The job had already finished.</summary>
    AlreadyFinished,
}

/// <summary>One job at one provider, or the try to get one.</summary>
public sealed record GenerationAttempt
{
    /// <summary>The provider's name.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    /// <summary>The provider's own id of the model.</summary>
    [JsonPropertyName("modelId")]
    public string? ModelId { get; init => field = SingleLine.FormatName(value); }

    /// <summary>The provider's id of the job; null when none was accepted, or the answer got lost.</summary>
    [JsonPropertyName("jobId")]
    public string? JobId { get; init => field = SingleLine.FormatName(value); }

    /// <summary>Why it failed; null when it delivered.</summary>
    [JsonPropertyName("failure")]
    public FailureKind? Failure { get; init; }

    /// <summary>The failure in words; null when it delivered.</summary>
    [JsonPropertyName("message")]
    public string? Message { get; init => field = SingleLine.FormatSentence(value); }

    /// <summary>The wait for this process's own limits.</summary>
    [JsonPropertyName("permitTimeSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan PermitTime { get; init; }

    /// <summary>The wait in the provider's queue; null when it did not say.</summary>
    [JsonPropertyName("queueTimeSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? QueueTime { get; init; }

    /// <summary>The time the model ran, by the provider's clock; null when it did not say.</summary>
    [JsonPropertyName("runTimeSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? RunTime { get; init; }

    /// <summary>From the first permit asked for to the end.</summary>
    [JsonPropertyName("durationSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan Duration { get; init; }

    /// <summary>US dollars; 0 where nothing was accepted, null when unknown.</summary>
    [JsonPropertyName("costUsd")]
    public decimal? CostUsd { get; init; }

    /// <summary><see cref="CostUsd"/>, or a part of it, is an estimate: the run time at the rate of a worker of your own, or the price of an
    /// average image. False (default) for the provider's own figure and list prices.</summary>
    [JsonPropertyName("costIsEstimate")]
    public bool CostIsEstimate { get; init; }

    /// <summary>How often the same submit was sent again: after the provider had surely not accepted it, or where its error allowed another
    /// job. <see cref="JobId"/> is the last one's; <see cref="CostUsd"/> is that of all.</summary>
    [JsonPropertyName("resubmits")]
    public int Resubmits { get; init; }

    /// <summary>What came of canceling the job; null when it was not canceled.</summary>
    [JsonPropertyName("cancellation")]
    public CancellationOutcome? Cancellation { get; init; }

    /// <summary>The answer to the submit got lost: a job may run and bill without anybody seeing it.</summary>
    [JsonPropertyName("possiblyBilled")]
    public bool PossiblyBilled { get; init; }

    /// <summary>It was started beside another attempt that took longer than usual (<c>Routing:Hedging</c>).</summary>
    [JsonPropertyName("isHedge")]
    public bool IsHedge { get; init; }
}
