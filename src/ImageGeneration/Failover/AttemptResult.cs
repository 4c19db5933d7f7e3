using ImageGeneration.Outputs;
using ImageGeneration.Providers;

namespace ImageGeneration.Failover;

/// <summary>What came of an attempt.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Job">How its job ended.</param>
/// <param name="Outputs">Its images, and what became of them.</param>
/// <param name="Failure">Why it brought nothing: the job failed, or none of its images counts as delivered; else null.</param>
/// <param name="Record">The record of it.</param>
internal sealed record AttemptResult(
    Attempt Attempt, ProviderJob Job, Output[] Outputs, ProviderFailure? Failure, GenerationAttempt Record)
{
    /// <summary>The failure, or what was wrong with the first of the images that do not count; null where all is well.</summary>
    public ProviderFailure? FirstFault { get; init; } = Failure;

    /// <summary>The attempt that ran beside this one and lost; null where none did.</summary>
    public AttemptResult? HedgeResult { get; init; }

    /// <summary>The job was given up and may have ended otherwise since. At the deadline it is not: nothing comes after it.</summary>
    public bool IsUnconfirmed => Job is
    {
        Failure: { EndsRequest: false }, Reference: not null, Cancellation: CancellationOutcome.NotConfirmed,
    };
}
