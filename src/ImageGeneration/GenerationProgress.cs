using System.Text.Json.Serialization;
using ImageGeneration.Json;
using ImageGeneration.Redaction;

namespace ImageGeneration;

/// <summary>What a generation is doing.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<GenerationPhase>))]
public enum GenerationPhase
{
    /// <summary>Waiting for this process's own limits.</summary>
    WaitingForPermit,

    /// <summary>The job is being sent.</summary>
    Submitting,

    /// <summary>The provider has accepted the job and has not started it.</summary>
    Queued,

    /// <summary>The model runs.</summary>
    Running,

    /// <summary>The image is being fetched.</summary>
    Downloading,

    /// <summary>The provider failed; the next one is tried.</summary>
    FailingOver,

    /// <summary>The remote job is being canceled.</summary>
    Canceling,

    /// <summary>A provider takes longer than usual; this one is started beside it.</summary>
    Hedging,

    /// <summary>The circuit of every provider is open, or it has asked for a pause; the first to recover is waited for.</summary>
    WaitingForRecovery,
}

/// <summary>A step of a generation, reported to <see cref="ImageGenerationCallOptions.Progress"/>.</summary>
public sealed record GenerationProgress
{
    /// <summary>Gets the provider's name.</summary>
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    /// <summary>Gets what it is doing.</summary>
    [JsonPropertyName("phase")]
    public required GenerationPhase Phase { get; init; }

    /// <summary>Gets the provider's id of the job, once it is accepted; null before.</summary>
    [JsonPropertyName("jobId")]
    public string? JobId { get; init => field = SingleLine.FormatName(value); }

    /// <summary>Gets how far the model is, 0 to 1, as the provider reports it; null when it does not.</summary>
    [JsonPropertyName("fraction")]
    public double? Fraction { get; init; }

    /// <summary>Gets the provider that failed or takes longer than usual, when this one is started for it; null in other phases.</summary>
    [JsonPropertyName("fromProvider")]
    public string? FromProvider { get; init; }

    /// <summary>Gets a short text, such as the reason of a failover; null when there is nothing to add.</summary>
    [JsonPropertyName("detail")]
    public string? Detail { get; init => field = SingleLine.FormatSentence(value); }

    /// <summary>Gets the position among those who wait for a permit of this process, 1 for the next; null in other phases. Reported when
    /// the wait begins, then at most once a second while it changes or the provider asks for a pause.</summary>
    [JsonPropertyName("position")]
    public int? Position { get; init; }

    /// <summary>Gets how long the permit will take, by the limits and the run times seen; null in other phases, and where it cannot be
    /// told.</summary>
    [JsonPropertyName("expectedWaitSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? ExpectedWait { get; init; }
}
