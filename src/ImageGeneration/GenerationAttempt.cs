using System.Text.Json.Serialization;
using ImageGeneration.Json;
using ImageGeneration.Redaction;

namespace ImageGeneration;

/// <summary>Specifies how a provider answered the cancellation of a job. In JSON: the snake-case name.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CancellationOutcome>))]
public enum CancellationOutcome
{
    /// <summary>The provider confirmed that the job has ended.</summary>
    Confirmed,

    /// <summary>The provider did not confirm in time: the job may still run and be billed.</summary>
    NotConfirmed,

    /// <summary>The job had already finished.</summary>
    AlreadyFinished,
}

/// <summary>Represents one job at one provider, or the attempt to get one.</summary>
public sealed record GenerationAttempt
{
    /// <summary>Gets the provider's name.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    /// <summary>Gets the provider's id of the model; null when it is not known.</summary>
    [JsonPropertyName("modelId")]
    public string? ModelId { get; init => field = SingleLine.FormatName(value); }

    /// <summary>Gets the provider's id of the job; null when none was accepted or the answer was lost.</summary>
    [JsonPropertyName("jobId")]
    public string? JobId { get; init => field = SingleLine.FormatName(value); }

    /// <summary>Gets the kind of the failure; null when the attempt delivered.</summary>
    [JsonPropertyName("failure")]
    public FailureKind? Failure { get; init; }

    /// <summary>Gets the failure in words; null when the attempt delivered.</summary>
    [JsonPropertyName("message")]
    public string? Message { get; init => field = SingleLine.FormatSentence(value); }

    /// <summary>Gets the time spent waiting for a permit of this process.</summary>
    [JsonPropertyName("permitTimeSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan PermitTime { get; init; }

    /// <summary>Gets the time in the provider's queue; null when the provider did not report it.</summary>
    [JsonPropertyName("queueTimeSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? QueueTime { get; init; }

    /// <summary>Gets the run time of the model by the provider's clock; null when the provider did not report it.</summary>
    [JsonPropertyName("runTimeSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? RunTime { get; init; }

    /// <summary>Gets the time from the first wait for a permit to the end.</summary>
    [JsonPropertyName("durationSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan Duration { get; init; }

    /// <summary>Gets the cost in US dollars; 0 when nothing was accepted, null when unknown.</summary>
    [JsonPropertyName("costUsd")]
    public decimal? CostUsd { get; init; }

    /// <summary>Gets a value indicating whether <see cref="CostUsd"/>, or a part of it, is an estimate: the run time at the rate of a
    /// worker of your own, or the price of an average image. False (default) for the provider's own figure and for list prices.</summary>
    [JsonPropertyName("costIsEstimate")]
    public bool CostIsEstimate { get; init; }

    /// <summary>Gets the number of times the same request was submitted again: after the provider had surely not accepted it, or when its
    /// error allowed another job. <see cref="JobId"/> is that of the last job; <see cref="CostUsd"/> is that of all.</summary>
    [JsonPropertyName("resubmits")]
    public int Resubmits { get; init; }

    /// <summary>Gets the outcome of canceling the job; null when it was not canceled.</summary>
    [JsonPropertyName("cancellation")]
    public CancellationOutcome? Cancellation { get; init; }

    /// <summary>Gets a value indicating whether the answer to the submit was lost, so that a job may run and be billed without a
    /// result.</summary>
    [JsonPropertyName("possiblyBilled")]
    public bool PossiblyBilled { get; init; }

    /// <summary>Gets a value indicating whether the attempt was started beside another one that took longer than usual
    /// (<c>Routing:Hedging</c>).</summary>
    [JsonPropertyName("isHedge")]
    public bool IsHedge { get; init; }
}
