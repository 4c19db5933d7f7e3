using System.Threading.Tasks.Sources;
using ImageGeneration.Providers;

namespace ImageGeneration.Jobs;

/// <summary>An accepted job that is waited for: what is known of it, and the one wait of its caller.</summary>
/// <remarks><see cref="Gate"/> guards what may end the wait: <see cref="IsAbandoned"/>, <see cref="Result"/>, <see cref="Reading"/>. The rest
/// belongs to whoever polls it, one at a time.</remarks>
internal sealed class PendingJob : ScheduledRead, IValueTaskSource<ProviderJob>
{
    private readonly StatusPoller _poller;
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private ManualResetValueTaskSourceCore<ProviderJob> _end;

    /// <param name="poller">Who polls it.</param>
    /// <param name="job">As the submit described it.</param>
    /// <param name="context">What for.</param>
    /// <param name="submitted">When it was submitted, as a timestamp.</param>
    public PendingJob(StatusPoller poller, ProviderJob job, JobContext context, long submitted)
    {
        (_poller, Context, Reference, Submitted) = (poller, context, job.Reference!, submitted);
        Record(job, submitted);
    }

    public JobContext Context { get; }

    public JobReference Reference { get; }

    public long Submitted { get; }

    /// <summary>When it was first seen to run; null while it waits in the provider's queue.</summary>
    public long? RunningSince { get; private set; }

    public JobStatus Status { get; private set; }

    /// <summary>What the last read said beyond the status; null where that was nothing.</summary>
    public ProviderJob? LastRead { get; private set; }

    /// <summary>Reads in a row that were refused or could not be understood.</summary>
    public int FailedReads { get; private set; }

    /// <summary>Nobody waits for it any more.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Its end; null while it goes on.</summary>
    public ProviderJob? Result { get; private set; }

    /// <summary>The read under way, so that it ends with the wait.</summary>
    public CancellationTokenSource? Reading { get; private set; }

    /// <summary>The clock for its wait at the provider, then for its run; null where none is set.</summary>
    public ScheduledRead? Clock { get; set; }

    public CancellationTokenRegistration Registration { get; set; }

    public Lock Gate { get; } = new();

    public ValueTask<ProviderJob> Completion => new(this, _end.Version);

    /// <summary>The job as far as it is known.</summary>
    public ProviderJob Snapshot =>
        (LastRead ?? new ProviderJob { Status = Status }) with { Reference = Reference, Status = Status, Failure = null };

    /// <summary>Takes a read that says how it goes.</summary>
    public void Record(ProviderJob read, long now)
    {
        FailedReads = 0;
        if (read.Status != JobStatus.Failed)
        {
            (LastRead, Status) = (read, read.Status);
        }

        RunningSince ??= Status == JobStatus.Running ? now : null;
    }

    /// <summary>Takes a read that says nothing of the job.</summary>
    public void RecordFailedRead(ProviderFailure? failure)
    {
        FailedReads = failure is null or { MayPass: true } ? 0 : FailedReads + 1;
        LastRead = Snapshot with { Failure = failure, PollAfter = null };
    }

    /// <summary>Most reads say nothing that is needed later; then nothing is held while the next is waited for.</summary>
    public void DropTransientState() => LastRead = LastRead is { QueueTime: null, RunTime: null, CostUsd: null } ? null : LastRead;

    /// <summary>Notes that a read is under way, so that it ends with the wait.</summary>
    /// <returns>False when the wait is over.</returns>
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

    /// <summary>Notes its end; the first one stands.</summary>
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
