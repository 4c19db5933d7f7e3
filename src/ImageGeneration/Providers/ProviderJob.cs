using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Providers;

/// <summary>Where a job stands.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<JobStatus>))]
public enum JobStatus
{
    /// <summary>The provider said nothing that can be understood; the job may be anywhere.</summary>
    Unknown,

    /// <summary>Accepted, not running yet.</summary>
    Queued,

    /// <summary>Running.</summary>
    Running,

    /// <summary>Finished with outputs.</summary>
    Succeeded,

    /// <summary>Finished without, or never accepted: <see cref="ProviderJob.Failure"/> says why.</summary>
    Failed,
}

/// <summary>A job as its provider last described it.</summary>
public sealed record ProviderJob
{
    /// <summary>How to find it again; null when no job was accepted, or when its id got lost.</summary>
    public JobReference? Reference { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>The images, in order; filtered ones in their places as far as known.</summary>
    public IReadOnlyList<GeneratedImage> Images { get; init; } = [];

    /// <summary>What is worth knowing about the outputs of a job that succeeded, one sentence each, such as a link that was left out:
    /// the response's warnings get them, each once. Empty (default) where there is nothing to say. Never a prompt, a key or a
    /// link.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Why it failed; null otherwise.</summary>
    public ProviderFailure? Failure { get; init; }

    /// <summary>The wait in the provider's queue; null when it did not say.</summary>
    public TimeSpan? QueueTime { get; init; }

    /// <summary>The time the model ran; null when it did not say.</summary>
    public TimeSpan? RunTime { get; init; }

    /// <summary>US dollars as the provider itself says; null when it does not.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>0 to 1; null when the provider does not tell.</summary>
    public double? Progress { get; init; }

    /// <summary>When to ask again, where the provider knows better than the poll schedule: zero where the next read is itself held open
    /// until there is news; null (default) leaves it to the schedule.</summary>
    public TimeSpan? PollAfter { get; init; }

    /// <summary>What came of canceling it; null when nobody did.</summary>
    public CancellationOutcome? Cancellation { get; init; }

    /// <summary>Whether the provider has accepted it; <see cref="JobAcceptance.Accepted"/> by default, as of what is read.</summary>
    public JobAcceptance Acceptance { get; init; }

    /// <summary>The provider may send a bill for it; false where it surely accepted nothing.</summary>
    public bool MayBeBilled => Acceptance != JobAcceptance.NotAccepted;

    /// <summary>It will not change any more.</summary>
    public bool IsTerminal => Status is JobStatus.Succeeded or JobStatus.Failed;

    /// <summary>It ended here, before anything was sent.</summary>
    internal bool IsUnsent => !MayBeBilled && Failure?.IsLocal == true;

    /// <summary>The provider took nothing, for now: it may be asked again later.</summary>
    internal bool IsHeldBack => Failure is { RetryAfter: not null } failure
        && (IsUnsent || failure is { Rule.PausesLane: true, Scope: FailureScope.Provider });

    /// <summary>A job that failed, or that was not accepted: without a reference the failure's kind says which.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="reference">The job, if there is one.</param>
    /// <returns>A job with status <see cref="JobStatus.Failed"/>.</returns>
    public static ProviderJob Failed(ProviderFailure failure, JobReference? reference = null)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new()
        {
            Status = JobStatus.Failed,
            Failure = failure,
            Reference = reference,
            Acceptance = reference is null ? failure.Rule.Acceptance : JobAcceptance.Accepted,
        };
    }

    /// <summary>A job that was surely not accepted.</summary>
    internal static ProviderJob NotAccepted(ProviderFailure failure) =>
        new() { Status = JobStatus.Failed, Failure = failure, Acceptance = JobAcceptance.NotAccepted };

    /// <summary>A read that did not succeed: nothing is known about the job.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="reference">The job.</param>
    /// <returns>A job with status <see cref="JobStatus.Unknown"/>.</returns>
    public static ProviderJob Unread(ProviderFailure failure, JobReference reference) =>
        new() { Status = JobStatus.Unknown, Failure = failure, Reference = reference };

    /// <summary>Reference and status.</summary>
    public override string ToString() => $"{Reference?.Provider} {Reference?.Id} {Status}";
}
