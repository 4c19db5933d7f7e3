using ImageGeneration.Outputs;
using ImageGeneration.Providers;

namespace ImageGeneration.Failover;

/// <summary>Represents the result of an attempt.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Job">The job as it ended.</param>
/// <param name="Outputs">The images, each with its fault if it has one.</param>
/// <param name="Failure">The reason that nothing was delivered: the job failed, or none of its images counts as delivered; otherwise
/// null.</param>
/// <param name="Record">The public record of the attempt.</param>
internal sealed record AttemptResult(
    Attempt Attempt, ProviderJob Job, Output[] Outputs, ProviderFailure? Failure, GenerationAttempt Record)
{
    /// <summary>The failure, or the fault of the first image that does not count; null when there is none.</summary>
    public ProviderFailure? FirstFault { get; init; } = Failure;

    /// <summary>The result of the hedged attempt that ran beside this one and lost; null when there was none.</summary>
    public AttemptResult? HedgeResult { get; init; }

    /// <summary>Whether the job was given up and may have ended otherwise since. Never at the deadline, as nothing comes after
    /// it.</summary>
    public bool IsUnconfirmed => Job is
    {
        Failure: { EndsRequest: false }, Reference: not null, Cancellation: CancellationOutcome.NotConfirmed,
    };
}
