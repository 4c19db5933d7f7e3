using System.Collections.Concurrent;
using ImageGeneration.Providers;
using ImageGeneration.Resilience;

namespace ImageGeneration.Jobs;

/// <summary>Owns the accepted jobs of a provider: reads each on its schedule until it has ended, its clock has run out or nobody waits for
/// it any more. Whoever waits for a job awaits it once.</summary>
internal sealed class StatusPoller(
    IImageProvider provider, JobOptions options, RunTimeHistory runTimes, ReadScheduler scheduler, TimeProvider time)
{
    // A job that is surely gone, or a key that is refused, is not asked for until the deadline.
    private const int MaxRefusedReads = 3;

    // A proxy's page or half a document under 200 may be a bad moment.
    private const int MaxUnreadableReads = 5;

    // Right after the submit some providers do not know the job yet.
    private static readonly TimeSpan _notFoundGrace = TimeSpan.FromSeconds(5);

    // A finished job must not be left unread over a header: what it made expires.
    private static readonly TimeSpan _maxHonoredRetryAfter = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan _defaultThrottleDelay = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, PendingJob> _jobs = new(StringComparer.Ordinal);
    private readonly StatusReader _reader = new(provider, options, scheduler, time);
    private readonly JobCanceler _canceler = new(provider, options, scheduler, time);
    private readonly QueueDiagnosis _diagnosis = new(provider, time);
    private readonly JobClocks _clocks = new(provider.Name, options, time);

    /// <summary>Waits for the end of an accepted job: one that was just submitted, or one of which only the reference is known.</summary>
    /// <param name="job">The job, with its reference.</param>
    /// <param name="context">What for.</param>
    /// <param name="submitted">When it was submitted, as a timestamp.</param>
    /// <param name="cancellationToken">Nobody waits any more: the job is canceled at the provider, and what came of that is its end.</param>
    public ValueTask<ProviderJob> WaitForEndAsync(ProviderJob job, JobContext context, long submitted, CancellationToken cancellationToken)
    {
        var pending = new PendingJob(this, job, context, submitted);
        pending.Clock = _clocks.AreSet ? new PendingJobClock(this, pending) : null;
        _jobs[pending.Reference.Id] = pending;
        pending.Registration = cancellationToken.UnsafeRegister(static job => ((PendingJob)job!).Abandon(), pending);
        if (!Schedule(pending))
        {
            return pending.Completion;
        }

        Poll(pending);
        return pending.Completion;
    }

    /// <summary>Ends the wait for a job whose end was told by other means, such as a webhook.</summary>
    /// <param name="end">The job with its reference, ended.</param>
    /// <returns>False when nobody waits for it.</returns>
    public bool Complete(ProviderJob end)
    {
        if (end is not { IsTerminal: true, Reference.Id: { } id } || !_jobs.TryGetValue(id, out var job))
        {
            return false;
        }

        Wake(job, end);
        return true;
    }

    /// <summary>Nobody waits for a job any more.</summary>
    public void Abandon(PendingJob job) => Wake(job, null);

    /// <summary>Polls a job whose turn has come.</summary>
    public void Poll(PendingJob job) => _ = PollAsync(job, isMetered: true);

    /// <summary>Polls a job whose clock has run out, unless it is being polled already.</summary>
    public void PollAtEndOfClock(PendingJob job)
    {
        if (scheduler.Remove(job))
        {
            _ = PollAsync(job, isMetered: false);
        }
    }

    /// <summary>Reads a job once more that was given up while the provider confirmed nothing.</summary>
    public ValueTask<ProviderJob> ReadAgainAsync(JobReference reference, CancellationToken cancellationToken) =>
        _reader.ReadUnmeteredAsync(reference, cancellationToken);

    private async Task PollAsync(PendingJob job, bool isMetered)
    {
        ProviderJob? end;
        do
        {
            end = await PollOnceAsync(job, isMetered).ConfigureAwait(false);
            isMetered = true;
        }
        while (end is null && Schedule(job));

        if (end is not null)
        {
            End(job, end);
        }
    }

    /// <summary>One read, and what follows from it.</summary>
    /// <returns>The end of the job; null while it goes on.</returns>
    private async ValueTask<ProviderJob?> PollOnceAsync(PendingJob job, bool isMetered)
    {
        if ((isMetered || MayReadUnmetered()) && await ReadAsync(job).ConfigureAwait(false) is { } read)
        {
            Record(job, read);
        }

        if (job.Result is { } result)
        {
            return result;
        }

        if (job.IsAbandoned)
        {
            return await GiveUpAsync(job, job.Context.StopReason(provider.Name)).ConfigureAwait(false);
        }

        if (IsHopeless(job))
        {
            return await _canceler.AbandonAsync(job.Snapshot, job.Context, job.LastRead!.Failure!).ConfigureAwait(false);
        }

        return _clocks.Left(job) > TimeSpan.Zero ? null : await GiveUpAsync(job, _clocks.Expired(job)).ConfigureAwait(false);
    }

    private bool IsHopeless(PendingJob job) => job is { FailedReads: > 0, LastRead.Failure: { } failure } && (failure switch
    {
        { Kind: FailureKind.JobFailed, IsOfSuccess: true } => true, // larger than what is taken, each time
        { Kind: FailureKind.Unavailable, IsOfSuccess: true } =>
            job.FailedReads >= MaxUnreadableReads || _clocks.Left(job) <= TimeSpan.Zero,
        _ => job.FailedReads >= MaxRefusedReads,
    });

    private async ValueTask<ProviderJob?> ReadAsync(PendingJob job)
    {
        var limit = _clocks.ReadLimit(job);
        using var reading = new CancellationTokenSource(limit, time);
        if (!job.TryBeginRead(reading))
        {
            return null;
        }

        try
        {
            return await _reader.ReadAsync(job.Reference, limit, reading.Token).ConfigureAwait(false);
        }
        finally
        {
            job.EndRead();
        }
    }

    private void Record(PendingJob job, ProviderJob read)
    {
        if (read.Status == JobStatus.Unknown || IsGone(read))
        {
            PauseIfThrottled(read.Failure);
            job.RecordFailedRead(IsTooYoungToBeGone(job, read) ? null : read.Failure);
        }
        else if (read.IsTerminal)
        {
            job.Result ??= read;
        }
        else
        {
            job.Record(read, time.GetTimestamp());
        }
    }

    /// <summary>Schedules the next read of a job.</summary>
    /// <returns>True when it is to be polled at once.</returns>
    private bool Schedule(PendingJob job)
    {
        Report(job);
        var left = _clocks.Left(job);
        var delay = Shorter(UntilNextRead(job), left);
        job.DropTransientState();
        lock (job.Gate)
        {
            if (job.IsAbandoned || job.Result is not null || scheduler.Schedule(job, delay))
            {
                return true;
            }

            if (job.Clock is { } clock)
            {
                scheduler.StartClock(clock, left);
            }

            return false;
        }
    }

    /// <summary>Tells a job that its wait is over: with its end, or as nobody waits any more.</summary>
    private void Wake(PendingJob job, ProviderJob? end)
    {
        bool isScheduled;
        lock (job.Gate)
        {
            job.Result ??= end;
            job.IsAbandoned |= end is null;
            _ = job.Reading?.CancelAsync(); // its callbacks run elsewhere: a connection is not torn down under the lock
            isScheduled = scheduler.Remove(job);
        }

        if (isScheduled)
        {
            Poll(job);
        }
    }

    private void End(PendingJob job, ProviderJob end)
    {
        job.Registration.Dispose();
        if (job.Clock is { } clock)
        {
            scheduler.StopClock(clock);
        }

        _jobs.TryRemove(KeyValuePair.Create(job.Reference.Id, job));
        job.Complete(end with { Reference = job.Reference });
    }

    private async ValueTask<ProviderJob> GiveUpAsync(PendingJob job, ProviderFailure reason)
    {
        var snapshot = job.Snapshot;
        reason = job is { FailedReads: > 0, LastRead.Failure.Message: { } told }
            ? reason with { Message = $"{reason.Message} The last status read: {told}" }
            : await _diagnosis.ExplainAsync(snapshot, reason).ConfigureAwait(false);
        return await _canceler.AbandonAsync(snapshot, job.Context, reason).ConfigureAwait(false);
    }

    // Where the reads are used up, the one that a clock ends with goes out all the same, and counts: a job that has begun meanwhile must
    // not be given up as one that waits. A pause that the provider asked for is kept.
    private bool MayReadUnmetered()
    {
        if (scheduler.PauseLeft is not null)
        {
            return false;
        }

        scheduler.RecordUnmetered();
        return true;
    }

    private TimeSpan UntilNextRead(PendingJob job)
    {
        var median = runTimes.Median(job.Context.Request);
        var schedule = new PollSchedule(median ?? TimeSpan.Zero, median is not null, options);
        var delay = job.LastRead?.PollAfter
            ?? schedule.Next(time.GetElapsedTime(job.Submitted), job.Overdue, isWatched: job.Context.Scope.Progress is not null);
        return job.LastRead?.Failure is { Kind: not FailureKind.RateLimited, RetryAfter: { } asked } && asked > delay
            ? Shorter(asked, _maxHonoredRetryAfter)
            : delay;
    }

    // All reads of a provider share a bucket there; its creates have another.
    private void PauseIfThrottled(ProviderFailure? failure)
    {
        if (failure is { Kind: FailureKind.RateLimited })
        {
            scheduler.Pause(Shorter(failure.RetryAfter ?? _defaultThrottleDelay, _maxHonoredRetryAfter));
        }
    }

    // One answer of that kind is no proof: the job may run, and bill.
    private static bool IsGone(ProviderJob read) => read is { IsTerminal: true, Failure.StatusCode: 404 };

    private bool IsTooYoungToBeGone(PendingJob job, ProviderJob read) =>
        IsGone(read) && time.GetElapsedTime(job.Submitted) < _notFoundGrace;

    private void Report(PendingJob job)
    {
        if (job.Context.Scope.Progress is not null)
        {
            var phase = job.Status == JobStatus.Queued ? GenerationPhase.Queued : GenerationPhase.Running;
            job.Context.Scope.Report(provider.Name, phase, job.Reference, job.LastRead?.Progress);
        }
    }

    private static TimeSpan Shorter(TimeSpan delay, TimeSpan max) => max < delay ? max : delay;
}
