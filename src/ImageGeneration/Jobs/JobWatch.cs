using ImageGeneration.Providers;
using ImageGeneration.Resilience;

namespace ImageGeneration.Jobs;

/// <summary>An accepted job that is waited for: what is known of it, what it holds, and its place among the status reads of its
/// lane.</summary>
/// <remarks>Ten thousand may exist at once. What a waiting call would keep in frames of its own is kept here, once.</remarks>
internal sealed class JobWatch : ReadTurn
{
    /// <summary>It waits at the provider.</summary>
    public const long NotYet = -1;

    private JobStatus _status;

    /// <param name="job">As the submit described it.</param>
    /// <param name="run">What for.</param>
    /// <param name="started">When it was submitted.</param>
    /// <param name="reads">The reads of its lane.</param>
    /// <param name="cancellationToken">Ends when nobody waits any more.</param>
    public JobWatch(ProviderJob job, JobRun run, long started, LaneReads reads, CancellationToken cancellationToken)
        : base(reads, cancellationToken)
    {
        (Run, Reference, Started) = (run, job.Reference!, started);
        Note(job, started);
    }

    public JobRun Run { get; }

    public JobReference Reference { get; }

    /// <summary>When it was submitted.</summary>
    public long Started { get; }

    /// <summary>When it was first seen to run, or <see cref="NotYet"/>.</summary>
    public long RunningSince { get; private set; } = NotYet;

    /// <summary>Its place in the lane, to be given back at its end.</summary>
    public LaneLease? Permit { get; init; }

    /// <summary>As what the circuits let it through: they wait for the outcome.</summary>
    public LanePass Pass { get; init; }

    /// <summary>Rings when a clock of the job runs out; null where it has none.</summary>
    public ITimer? Alarm { get; set; }

    /// <summary>What the last answer said beyond the status, the end if there is one; null where that was nothing.</summary>
    public ProviderJob? Said { get; private set; }

    /// <summary>Nothing is left to wait for.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Reads in a row that the provider refused, or answered with what nobody can read.</summary>
    public byte Refusals { get; private set; }

    public bool IsQueued => _status == JobStatus.Queued;

    /// <summary>The job as far as it is known.</summary>
    public ProviderJob Known => HasEnded
        ? Said!
        : (Said ?? new ProviderJob { Status = _status }) with { Reference = Reference, Status = _status, Failure = null };

    /// <summary>Takes an answer that says how it goes.</summary>
    public void Note(ProviderJob read, long now)
    {
        Refusals = 0;
        if (read.Status != JobStatus.Failed)
        {
            (Said, _status) = (read, read.Status);
        }

        RunningSince = RunningSince == NotYet && _status == JobStatus.Running ? now : RunningSince;
    }

    /// <summary>Takes an answer that says nothing of the job.</summary>
    public void NoteUnread(ProviderFailure? failure)
    {
        var mayPass = failure is null or { Kind: FailureKind.RateLimited } or { Kind: FailureKind.Unavailable, IsOfSuccess: false };
        Refusals = (byte)(mayPass ? 0 : Refusals + 1);
        Said = Known with { Failure = failure, PollAfter = null };
    }

    /// <summary>Most answers say nothing that is needed later; then nothing is held while the next is waited for.</summary>
    public void Forget() => Said = Said is { QueueTime: null, RunTime: null, CostUsd: null } ? null : Said;

    public void End(ProviderJob job) => (Said, HasEnded) = (job with { Reference = Reference }, true);

    public override void Dispose()
    {
        Alarm?.Dispose();
        Permit?.Dispose();
        base.Dispose();
    }
}
