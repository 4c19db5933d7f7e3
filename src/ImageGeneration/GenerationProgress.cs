using System.Text.Json.Serialization;
using ImageGeneration.Json;
using ImageGeneration.Redaction;

namespace ImageGeneration;

/// <summary>Specifies what a generation is doing.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<GenerationPhase>))]
public enum GenerationPhase
{
    /// <summary>It waits for a permit of this process.</summary>
    WaitingForPermit,

    /// <summary>It sends the job.</summary>
    Submitting,

    /// <summary>The provider has accepted the job and has not started it.</summary>
    Queued,

    /// <summary>The model runs.</summary>
    Running,

    /// <summary>It downloads the image.</summary>
    Downloading,

    /// <summary>A provider failed, and the next one is tried.</summary>
    FailingOver,

    /// <summary>It cancels the job at the provider.</summary>
    Canceling,

    /// <summary>Another provider takes longer than usual, and this one is started beside it.</summary>
    Hedging,

    /// <summary>Every provider is unavailable (circuit open) or throttled, and the first to recover is awaited.</summary>
    WaitingForRecovery,
}

/// <summary>Represents a step of a generation, as reported to <see cref="ImageGenerationCallOptions.Progress"/>.</summary>
public sealed record GenerationProgress
{
    /// <summary>Gets the provider's name.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    /// <summary>Gets the phase.</summary>
    [JsonPropertyName("phase")]
    public required GenerationPhase Phase { get; init; }

    /// <summary>Gets the provider's id of the job once it is accepted; null before.</summary>
    [JsonPropertyName("jobId")]
    public string? JobId { get; init => field = SingleLine.FormatName(value); }

    /// <summary>Gets the progress of the model, 0 to 1, as the provider reports it; null when it does not.</summary>
    [JsonPropertyName("fraction")]
    public double? Fraction { get; init; }

    /// <summary>Gets the provider that failed or takes longer than usual and for which this one is started; null in other
    /// phases.</summary>
    [JsonPropertyName("fromProvider")]
    public string? FromProvider { get; init; }

    /// <summary>Gets details in words, such as the reason for a failover; null when there are none.</summary>
    [JsonPropertyName("detail")]
    public string? Detail { get; init => field = SingleLine.FormatSentence(value); }

    /// <summary>Gets the position in the queue for a permit of this process, 1 for the next; null in other phases. Reported when the wait
    /// begins, then at most once a second while it changes or the provider is throttled.</summary>
    [JsonPropertyName("position")]
    public int? Position { get; init; }

    /// <summary>Gets the expected wait for the permit, by the limits and the run times seen; null in other phases, and when it cannot be
    /// estimated.</summary>
    [JsonPropertyName("expectedWaitSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? ExpectedWait { get; init; }
}
