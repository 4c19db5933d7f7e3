using System.Collections.Concurrent;
using ImageGeneration.Providers;
using ImageGeneration.Timing;

namespace ImageGeneration.Jobs;

/// <summary>Owns the accepted jobs of a provider: reads each on its schedule until it has ended, its timeout has expired or it is no
/// longer awaited. Each job is awaited once.</summary>
internal sealed class StatusPoller(
    IImageProvider provider, JobOptions options, StartTimeHistory starts, ReadScheduler scheduler, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, PendingJob> _jobs = new(StringComparer.Ordinal);
    private readonly StatusReader _reader = new(provider, options, scheduler, time);
    private readonly JobCanceler _canceler = new(provider, options, scheduler, time);
    private readonly QueueDiagnosis _diagnosis = new(provider, time);
    private readonly JobClocks _clocks = new(provider.Name, options, time);
    private readonly ReadJudge _judge = new(options, starts, scheduler, time);

    /// <summary>Waits for the end of an accepted job: one that was just submitted, or one of which only the reference is known.</summary>
    /// <param name="job">The job, with its reference.</param>
    /// <param name="context">The attempt that the job belongs to.</param>
    /// <param name="submitted">The timestamp of the submit.</param>
    /// <param name="cancellationToken">The token that gives up the job: it is canceled at the provider, and the outcome of that is its
    /// end.</param>
    public ValueTask<ProviderJob> WaitForEndAsync(
        ProviderJob job, JobContext context, long submitted, CancellationToken cancellationToken)
    {
        var pending = new PendingJob(this, job, context, submitted);
        pending.Clock = _clocks.AreSet ? new PendingJobClock(this, pending) : null;
        _jobs[pending.Reference.Id] = pending;
        pending.Registration = cancellationToken.UnsafeRegister(static job => ((PendingJob)job!).Abandon(), pending);
        _ = PollAsync(pending, isMetered: true, isDue: false);
        return pending.Completion;
    }

    /// <summary>Completes the wait for a job whose end was learned by other means, such as a webhook.</summary>
    /// <param name="end">The job with its reference, ended.</param>
    /// <returns><see langword="false"/> if the job is not awaited.</returns>
    public bool Complete(ProviderJob end)
    {
        if (end is not { IsTerminal: true, Reference.Id: { } id } || !_jobs.TryGetValue(id, out var job))
        {
            return false;
        }

        Wake(job, end);
        return true;
    }

    /// <summary>Gives up a job that is no longer awaited.</summary>
    public void Abandon(PendingJob job) => Wake(job, null);

    /// <summary>Polls a job whose read is due.</summary>
    public void Poll(PendingJob job) => _ = PollAsync(job, isMetered: true);

    /// <summary>Polls a job whose timeout has expired, unless it is being polled already.</summary>
    public void PollAtEndOfClock(PendingJob job)
    {
        if (scheduler.Remove(job))
        {
            _ = PollAsync(job, isMetered: false);
        }
    }

    /// <summary>Reads a job again that was given up while the provider confirmed nothing.</summary>
    public ValueTask<ProviderJob> ReadAgainAsync(JobReference reference, CancellationToken cancellationToken) =>
        _reader.ReadUnmeteredAsync(reference, cancellationToken);

    private async Task PollAsync(PendingJob job, bool isMetered, bool isDue = true)
    {
        ProviderJob? end = null;
        try
        {
            for (; end is null && (isDue || Schedule(job)); (isMetered, isDue) = (true, false))
            {
                end = await PollOnceAsync(job, isMetered).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // nothing else would end the wait, and the job runs
        catch (Exception exception)
#pragma warning restore CA1031
        {
            end = await EndAfterAsync(job, exception).ConfigureAwait(false);
        }

        if (end is not null)
        {
            End(job, end);
        }
    }

    private async ValueTask<ProviderJob> EndAfterAsync(PendingJob job, Exception exception)
    {
        var reason = new ProviderFailure(
            FailureKind.JobFailed, $"{provider.Name}: waiting for the job failed with {exception.GetType().Name}.");
        try
        {
            return job.Result ?? await _canceler.AbandonAsync(job.Snapshot, job.Context, reason).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // what keeps the job from being read may keep it from being canceled
        catch (Exception)
#pragma warning restore CA1031
        {
            return ProviderJob.Failed(reason, job.Reference) with { Cancellation = CancellationOutcome.NotConfirmed };
        }
    }

    /// <summary>Reads a job once and acts on the result.</summary>
    /// <returns>The job as it ended; null while it goes on.</returns>
    private async ValueTask<ProviderJob?> PollOnceAsync(PendingJob job, bool isMetered)
    {
        if ((isMetered || MayReadUnmetered()) && await ReadAsync(job).ConfigureAwait(false) is { } read)
        {
            _judge.Record(job, read);
        }

        if (job.Result is { } result)
        {
            return result;
        }

        if (job.IsAbandoned)
        {
            return await GiveUpAsync(job, job.Context.StopReason(provider.Name)).ConfigureAwait(false);
        }

        if (ReadJudge.IsHopeless(job, _clocks.Left(job)))
        {
            return await _canceler.AbandonAsync(job.Snapshot, job.Context, job.LastRead!.Failure!).ConfigureAwait(false);
        }

        return _clocks.Left(job) > TimeSpan.Zero ? null : await GiveUpAsync(job, _clocks.Expired(job)).ConfigureAwait(false);
    }

    private async ValueTask<ProviderJob?> ReadAsync(PendingJob job)
    {
        var limit = _clocks.ReadLimit(job);
        using var reading = new GuardedTimeout(limit, time);
        if (!job.TryBeginRead(reading))
        {
            return null;
        }

        try
        {
            return await _reader.ReadAsync(job.Reference, _clocks.MaxHold(job), limit, reading.Token).ConfigureAwait(false);
        }
        finally
        {
            job.EndRead();
        }
    }

    /// <summary>Schedules the next read of a job.</summary>
    /// <returns><see langword="true"/> if the job is to be polled at once.</returns>
    private bool Schedule(PendingJob job)
    {
        Report(job);
        var left = _clocks.Left(job);
        var delay = Clock.Shorter(_judge.UntilNextRead(job), left);
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

    /// <summary>Wakes the poll of a job whose wait is over: with its end, or because the job is no longer awaited.</summary>
    private void Wake(PendingJob job, ProviderJob? end)
    {
        bool isScheduled;
        lock (job.Gate)
        {
            if (end is null)
            {
                job.IsAbandoned = true;
            }
            else
            {
                job.End(end);
            }

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
        job.Complete(end with { Reference = job.Reference, Acceptance = JobAcceptance.Accepted });
    }

    private async ValueTask<ProviderJob> GiveUpAsync(PendingJob job, ProviderFailure reason)
    {
        var snapshot = job.Snapshot;
        reason = job is { FailedReads: > 0, LastRead.Failure.Message: { } told }
            ? reason with { Message = $"{reason.Message} The last status read: {told}" }
            : await _diagnosis.ExplainAsync(snapshot, reason).ConfigureAwait(false);
        return await _canceler.AbandonAsync(snapshot, job.Context, reason).ConfigureAwait(false);
    }

    // Where no token is left, the read that ends a timeout is sent all the same, and counts: a job that has begun meanwhile must not be
    // given up as one that waits. Throttling is kept to.
    private bool MayReadUnmetered()
    {
        if (scheduler.PauseLeft is not null)
        {
            return false;
        }

        scheduler.RecordUnmetered();
        return true;
    }

    private void Report(PendingJob job)
    {
        if (job.Context.Scope.Progress is not null)
        {
            var phase = job.Status == JobStatus.Queued ? GenerationPhase.Queued : GenerationPhase.Running;
            job.Context.Scope.Report(provider.Name, phase, job.Reference, job.LastRead?.Progress);
        }
    }
}
