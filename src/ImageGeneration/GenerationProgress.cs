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

/// <summary>A step of a generation, reported to the <see cref="IProgress{T}"/> given to a call.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Phase">What it is doing.</param>
/// <param name="JobId">The provider's id of the job, once it is accepted.</param>
/// <param name="Fraction">0 to 1, as the provider tells; null when it does not.</param>
/// <param name="Detail">A short text: position in the queue, the reason of a failover; null when there is nothing to add.</param>
public sealed record GenerationProgress(
    [property: JsonPropertyName("provider")] string Provider,
    [property: JsonPropertyName("phase")] GenerationPhase Phase,
    string? JobId = null,
    [property: JsonPropertyName("fraction")] double? Fraction = null,
    string? Detail = null)
{
    /// <summary>The provider's id of the job, once it is accepted.</summary>
    [JsonPropertyName("jobId")]
    public string? JobId { get; init => field = SingleLine.OfName(value); } = SingleLine.OfName(JobId);

    /// <summary>A short text: position in the queue, the reason of a failover; null when there is nothing to add.</summary>
    [JsonPropertyName("detail")]
    public string? Detail { get; init => field = SingleLine.OfSentence(value); } = SingleLine.OfSentence(Detail);

    /// <summary>The place among those who wait for a permit of this process, 1 for the next; null in other phases. Told when the wait
    /// begins, then at most once a second while it changes or the provider asks for a pause.</summary>
    [JsonPropertyName("position")]
    public int? Position { get; init; }

    /// <summary>How long the permit will take, by the limits and the run times seen; null in other phases, and where it cannot be
    /// told.</summary>
    [JsonPropertyName("expectedWaitSeconds"), JsonConverter(typeof(SecondsJsonConverter))]
    public TimeSpan? ExpectedWait { get; init; }
}
