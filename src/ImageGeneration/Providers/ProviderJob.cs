using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Providers;

/// <summary>Specifies the state of a job.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<JobStatus>))]
public enum JobStatus
{
    /// <summary>The provider reported nothing that can be understood; the job may be in any state.</summary>
    Unknown,

    /// <summary>The job has been accepted and is not running yet.</summary>
    Queued,

    /// <summary>The job is running.</summary>
    Running,

    /// <summary>The job has finished with outputs.</summary>
    Succeeded,

    /// <summary>The job has finished without outputs, or was never accepted: <see cref="ProviderJob.Failure"/> says why.</summary>
    Failed,
}

/// <summary>Represents a job as its provider last described it.</summary>
public sealed record ProviderJob
{
    /// <summary>Gets the reference by which the job is found again; null when no job was accepted, or when its id was lost.</summary>
    public JobReference? Reference { get; init; }

    /// <summary>Gets the state.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>Gets the images in order, filtered ones included as far as known; empty by default.</summary>
    public IReadOnlyList<GeneratedImage> Images { get; init; } = [];

    /// <summary>Gets the warnings about the outputs of a job that succeeded, one sentence each, such as a link that was left out; each is
    /// added to the response's warnings once. Empty (default) when there are none. Never a prompt, a key or a link.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Gets the reason for a failure; null when the job did not fail.</summary>
    public ProviderFailure? Failure { get; init; }

    /// <summary>Gets the time in the provider's queue; null when the provider did not report it.</summary>
    public TimeSpan? QueueTime { get; init; }

    /// <summary>Gets the run time of the model; null when the provider did not report it.</summary>
    public TimeSpan? RunTime { get; init; }

    /// <summary>Gets the cost in US dollars as the provider itself reports it; null when it does not.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Gets the progress, 0 to 1; null when the provider does not report it.</summary>
    public double? Progress { get; init; }

    /// <summary>Gets the time until the next read, when the provider knows better than the poll schedule: zero when the next read is
    /// itself held back until there is news; null (default) leaves it to the schedule.</summary>
    public TimeSpan? PollAfter { get; init; }

    /// <summary>Gets the outcome of canceling the job; null when it was not canceled.</summary>
    public CancellationOutcome? Cancellation { get; init; }

    /// <summary>Gets whether the provider has accepted the job; <see cref="JobAcceptance.Accepted"/> by default, as for a job that was
    /// read.</summary>
    public JobAcceptance Acceptance { get; init; }

    /// <summary>Gets a value indicating whether the provider may bill the job; false when it surely accepted nothing.</summary>
    public bool MayBeBilled => Acceptance != JobAcceptance.NotAccepted;

    /// <summary>Gets a value indicating whether the job has ended.</summary>
    public bool IsTerminal => Status is JobStatus.Succeeded or JobStatus.Failed;

    /// <summary>Whether the attempt ended in this process, before anything was sent.</summary>
    internal bool IsUnsent => !MayBeBilled && Failure?.IsLocal == true;

    /// <summary>Whether the provider took nothing for now and may be asked again later.</summary>
    internal bool IsHeldBack => Failure is { RetryAfter: not null } failure
        && (IsUnsent || failure is { Rule.PausesLane: true, Scope: FailureScope.Provider });

    /// <summary>Creates a job that failed, or that was not accepted: without a reference, the kind of the failure says which.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="reference">The reference of the job; null when there is none.</param>
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

    /// <summary>Creates a job that was surely not accepted.</summary>
    internal static ProviderJob NotAccepted(ProviderFailure failure) =>
        new() { Status = JobStatus.Failed, Failure = failure, Acceptance = JobAcceptance.NotAccepted };

    /// <summary>Creates the result of a read that failed: nothing is known about the job.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="reference">The reference of the job.</param>
    /// <returns>A job with status <see cref="JobStatus.Unknown"/>.</returns>
    public static ProviderJob Unread(ProviderFailure failure, JobReference reference) =>
        new() { Status = JobStatus.Unknown, Failure = failure, Reference = reference };

    /// <summary>Returns the reference and the status.</summary>
    public override string ToString() => $"{Reference?.Provider} {Reference?.Id} {Status}";
}
