using ImageGeneration.Providers;
using ImageGeneration.Resilience;

namespace ImageGeneration.Jobs;

/// <summary>Asks for an accepted job until it has ended or a clock has run out.</summary>
/// <remarks>Thousands may wait at once: what lives as long as the wait is kept small, and a read's own things live as long as the
/// read.</remarks>
internal sealed class JobWaiter(IImageProvider provider, JobOptions options, RunTimes runTimes, LaneReads reads, TimeProvider time)
{
    // A job that is surely gone, or a key that is refused, is not asked for until the deadline.
    private const int RefusedReads = 3;

    // A proxy's page or half a document under 200 may be a bad moment.
    private const int UnreadableReads = 5;

    // Right after the submit some providers do not know the job yet.
    private static readonly TimeSpan _notFoundGrace = TimeSpan.FromSeconds(5);

    // A finished job must not be left unread over a header: what it made expires.
    private static readonly TimeSpan _longestObedience = TimeSpan.FromMinutes(1);

    // How long a job that was given up is looked at once more.
    private static readonly TimeSpan _glance = TimeSpan.FromSeconds(3);

    // A refusal that names no time still earns a breath.
    private static readonly TimeSpan _breath = TimeSpan.FromSeconds(1);

    private readonly JobCanceler _canceler = new(provider, options, reads, time);
    private readonly JobClocks _clocks = new(provider.Name, options, time);
    private readonly QueueDiagnosis _diagnosis = new(provider, time);

    /// <summary>Begins to wait for a job. Whoever began disposes.</summary>
    public JobWatch Watch(ProviderJob job, JobRun run, long started, LaneLease permit, LanePass pass, CancellationToken cancellationToken)
    {
        var watch = new JobWatch(job, run, started, reads, cancellationToken) { Permit = permit, Pass = pass };
        if (_clocks.AreSet)
        {
            // A clock must not wait for a read's turn.
            watch.Alarm = time.CreateTimer(
                static turn => ((ReadTurn)turn!).Ring(), watch, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        return watch;
    }

    /// <summary>Waits until the job is to be looked at.</summary>
    /// <returns>True when its next read is due, false when a clock or the caller has ended the wait.</returns>
    public ValueTask<bool> UntilNextLookAsync(JobWatch watch)
    {
        Report(watch);
        var left = _clocks.Left(watch);
        watch.Alarm?.RingAfter(left);
        var delay = Shorter(UntilNextRead(watch), left);
        watch.Forget();
        return reads.WaitAsync(watch, delay);
    }

    /// <summary>Looks at the job: asks for it, and gives it up where a clock has run out or nobody waits any more.</summary>
    /// <param name="watch">The job.</param>
    /// <param name="isInTurn">Its read is due.</param>
    public async ValueTask LookAsync(JobWatch watch, bool isInTurn)
    {
        if (isInTurn || watch.HasLeft || MayReadOutOfTurn(watch))
        {
            if (await ReadAsync(watch.Reference, watch, _clocks.ReadLimit(watch)).ConfigureAwait(false) is not { } read)
            {
                watch.End(await GiveUpAsync(watch, watch.Run.StopReason(provider.Name)).ConfigureAwait(false));
                return;
            }

            Note(watch, read);
        }

        if (IsHopeless(watch))
        {
            watch.End(await _canceler.AbandonAsync(watch.Known, watch.Run, watch.Said!.Failure!).ConfigureAwait(false));
        }
        else if (!watch.HasEnded && _clocks.Left(watch) <= TimeSpan.Zero)
        {
            watch.End(await GiveUpAsync(watch, _clocks.Expired(watch)).ConfigureAwait(false));
        }
    }

    /// <summary>Asks once, without waiting for a turn or for long: others wait behind it. Null when nobody waits any more.</summary>
    public async ValueTask<ProviderJob?> GlanceAsync(JobReference reference, CancellationToken cancellationToken)
    {
        using var turn = new ReadTurn(reads, cancellationToken);
        reads.Charge();
        return await ReadAsync(reference, turn, Shorter(options.ReadTimeout, _glance)).ConfigureAwait(false);
    }

    private bool IsHopeless(JobWatch watch) =>
        watch is { HasEnded: false, Refusals: > 0, Said.Failure: { } failure } && (failure switch
        {
            { Kind: FailureKind.JobFailed, IsOfSuccess: true } => true, // larger than what is taken, each time
            { Kind: FailureKind.Unavailable, IsOfSuccess: true } => watch.Refusals >= UnreadableReads || _clocks.Left(watch) <= TimeSpan.Zero,
            _ => watch.Refusals >= RefusedReads,
        });

    private void Note(JobWatch watch, ProviderJob read)
    {
        if (read.Status == JobStatus.Unknown || IsGone(read))
        {
            PauseWhenThrottled(read.Failure);
            watch.NoteUnread(IsTooYoungToBeGone(read, watch) ? null : read.Failure);
        }
        else if (read.IsTerminal)
        {
            watch.End(read);
        }
        else
        {
            watch.Note(read, time.GetTimestamp());
        }
    }

    // Where the reads of the lane are used up, the one that a clock ends with goes out all the same, and counts: a job that has begun
    // meanwhile must not be given up as one that waits. A pause that the provider asked for is kept.
    private bool MayReadOutOfTurn(JobWatch watch)
    {
        if (_clocks.Left(watch) > TimeSpan.Zero || reads.PauseLeft is not null)
        {
            return false;
        }

        reads.Charge();
        return true;
    }

    private TimeSpan UntilNextRead(JobWatch watch)
    {
        var median = runTimes.Median(watch.Run.Request.ModelId);
        var schedule = new PollSchedule(median ?? TimeSpan.Zero, median is not null, options);
        var elapsed = time.GetElapsedTime(watch.Started);
        var delay = watch.Said?.PollAfter ?? schedule.Next(elapsed, watch.Late, isWatched: watch.Run.Scope.Progress is not null);
        return watch.Said?.Failure is { Kind: not FailureKind.RateLimited, RetryAfter: { } asked } && asked > delay
            ? Shorter(asked, _longestObedience)
            : delay;
    }

    // All reads of the lane share a bucket at the provider; its creates have another.
    private void PauseWhenThrottled(ProviderFailure? failure)
    {
        if (failure is { Kind: FailureKind.RateLimited })
        {
            reads.Pause(Shorter(failure.RetryAfter ?? _breath, _longestObedience));
        }
    }

    private async ValueTask<ProviderJob> GiveUpAsync(JobWatch watch, ProviderFailure reason)
    {
        var job = watch.Known;
        reason = watch is { Refusals: > 0, Said.Failure.Message: { } told }
            ? reason with { Message = $"{reason.Message} The last status read: {told}" }
            : await _diagnosis.ExplainAsync(job, reason).ConfigureAwait(false);
        return await _canceler.AbandonAsync(job, watch.Run, reason).ConfigureAwait(false);
    }

    /// <summary>Null when nobody waits any more.</summary>
    private async ValueTask<ProviderJob?> ReadAsync(JobReference reference, ReadTurn turn, TimeSpan limit)
    {
        using var answer = new Countdown(time);
        try
        {
            if (!reads.Note(turn, answer))
            {
                return null;
            }

            var reading = provider.GetJobAsync(reference, answer.Token);
            if (!reading.IsCompleted)
            {
                answer.Start(limit);
            }

            return await reading.ConfigureAwait(false) ?? Unread($"{provider.Name}: a status read brought nothing.");
        }
        catch (OperationCanceledException)
        {
            return turn.HasLeft
                ? null
                : Unread($"{provider.Name}: no answer to a status read within {limit.TotalSeconds:0.###} s.");
        }
#pragma warning disable CA1031 // a read that throws is a read that did not succeed; the job itself goes on
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Unread($"{provider.Name}: a status read ended with a {exception.GetType().Name}.");
        }
        finally
        {
            reads.Note(turn, null);
        }

        ProviderJob Unread(string message) => ProviderJob.Unread(new(FailureKind.Unavailable, message), reference);
    }

    private static TimeSpan Shorter(TimeSpan delay, TimeSpan most) => most < delay ? most : delay;

    // One answer of that kind is no proof: the job may run, and bill.
    private static bool IsGone(ProviderJob read) => read is { IsTerminal: true, Failure.StatusCode: 404 };

    private bool IsTooYoungToBeGone(ProviderJob read, JobWatch watch) => IsGone(read) && time.GetElapsedTime(watch.Started) < _notFoundGrace;

    private void Report(JobWatch watch)
    {
        if (watch.Run.Scope.Progress is not null)
        {
            var phase = watch.IsQueued ? GenerationPhase.Queued : GenerationPhase.Running;
            watch.Run.Scope.Report(provider.Name, phase, watch.Reference, watch.Said?.Progress);
        }
    }
}
