using System.Threading.Tasks.Sources;
using ImageGeneration.Providers;

namespace ImageGeneration.Jobs;

/// <summary>Represents an accepted job that is awaited: what is known of it, and the single wait of its caller.</summary>
/// <remarks><see cref="Gate"/> guards what may end the wait: <see cref="IsAbandoned"/>, <see cref="Result"/>, <see cref="Reading"/>. The
/// rest belongs to whoever polls it, one at a time.</remarks>
internal sealed class PendingJob : ScheduledRead, IValueTaskSource<ProviderJob>
{
    private readonly StatusPoller _poller;
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private ManualResetValueTaskSourceCore<ProviderJob> _end;

    /// <param name="poller">The poller that owns the job.</param>
    /// <param name="job">The job as the submit described it.</param>
    /// <param name="context">The attempt that the job belongs to.</param>
    /// <param name="submitted">The timestamp of the submit.</param>
    public PendingJob(StatusPoller poller, ProviderJob job, JobContext context, long submitted)
    {
        (_poller, Context, Reference, Submitted) = (poller, context, job.Reference!, submitted);
        Record(job, submitted);
    }

    public JobContext Context { get; }

    public JobReference Reference { get; }

    public long Submitted { get; }

    /// <summary>Gets the timestamp at which the job was first seen to run; null while it waits in the provider's queue.</summary>
    public long? RunningSince { get; private set; }

    public JobStatus Status { get; private set; }

    /// <summary>Gets what the last read reported beyond the status; null when that was nothing.</summary>
    public ProviderJob? LastRead { get; private set; }

    /// <summary>Gets the number of reads in a row that were refused or could not be understood.</summary>
    public int FailedReads { get; private set; }

    /// <summary>Whether the job is no longer awaited.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Gets the job as it ended; null while it goes on.</summary>
    public ProviderJob? Result { get; private set; }

    /// <summary>Gets the source that cancels the read under way, so that it ends with the wait.</summary>
    public CancellationTokenSource? Reading { get; private set; }

    /// <summary>Gets or sets the timer of the queue timeout, then of the run timeout; null when none is set.</summary>
    public ScheduledRead? Clock { get; set; }

    public CancellationTokenRegistration Registration { get; set; }

    public Lock Gate { get; } = new();

    public ValueTask<ProviderJob> Completion => new(this, _end.Version);

    /// <summary>Gets the job as far as it is known.</summary>
    public ProviderJob Snapshot =>
        (LastRead ?? new ProviderJob { Status = Status }) with { Reference = Reference, Status = Status, Failure = null };

    /// <summary>Records a read that reported the state of the job.</summary>
    public void Record(ProviderJob read, long now)
    {
        FailedReads = 0;
        if (read.Status != JobStatus.Failed)
        {
            (LastRead, Status) = (read, read.Status);
        }

        RunningSince ??= Status == JobStatus.Running ? now : null;
    }

    /// <summary>Records a read that reported nothing about the job.</summary>
    public void RecordFailedRead(ProviderFailure? failure)
    {
        FailedReads = failure is null or { MayPass: true } ? 0 : FailedReads + 1;
        LastRead = Snapshot with { Failure = failure, PollAfter = null };
    }

    /// <summary>Drops what is not needed later, which is most of what reads report, so that little is held until the next read.</summary>
    public void DropTransientState() => LastRead = LastRead is { QueueTime: null, RunTime: null, CostUsd: null } ? null : LastRead;

    /// <summary>Notes that a read is under way, so that it ends with the wait.</summary>
    /// <returns><see langword="false"/> if the wait is over.</returns>
    public bool TryBeginRead(CancellationTokenSource reading)
    {
        lock (Gate)
        {
            Reading = IsAbandoned || Result is not null ? null : reading;
            return Reading is not null;
        }
    }

    public void EndRead()
    {
        lock (Gate)
        {
            Reading = null;
        }
    }

    /// <summary>Sets the end of the job; the first one stands.</summary>
    public void End(ProviderJob end)
    {
        lock (Gate)
        {
            Result ??= end;
        }
    }

    public void Abandon() => _poller.Abandon(this);

    // In the caller's context: its span is the parent of the reads, its scopes are in their logs.
    public override void Run()
    {
        if (_context is null)
        {
            _poller.Poll(this);
        }
        else
        {
            ExecutionContext.Run(_context, static job => ((PendingJob)job!)._poller.Poll((PendingJob)job), this);
        }
    }

    public void Complete(ProviderJob end) => _end.SetResult(end);

    ProviderJob IValueTaskSource<ProviderJob>.GetResult(short token) => _end.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ProviderJob>.GetStatus(short token) => _end.GetStatus(token);

    void IValueTaskSource<ProviderJob>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _end.OnCompleted(continuation, state, token, flags);
}
