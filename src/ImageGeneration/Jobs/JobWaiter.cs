using ImageGeneration.Providers;
using ImageGeneration.Resilience;

namespace ImageGeneration.Jobs;

/// <summary>Asks for an accepted job until it has ended or a clock has run out.</summary>
/// <remarks>Thousands may wait at once: what lives as long as the wait is kept small, and a read's own things live as long as the read.</remarks>
internal sealed class JobWaiter(IImageProvider provider, JobOptions options, RunTimes runTimes, LaneReads reads, TimeProvider time)
{
    // A job that is surely gone, or a key that is refused, is not asked for until the deadline.
    private const int RefusedReads = 3;

    private const long NotYet = -1;

    // Right after the submit some providers do not know the job yet.
    private static readonly TimeSpan _notFoundGrace = TimeSpan.FromSeconds(5);

    // No request lasts longer, and no timer counts beyond 49 days.
    private static readonly TimeSpan _longestSilence = TimeSpan.FromDays(1);

    // A finished job must not be left unread over a header: what it made expires.
    private static readonly TimeSpan _longestObedience = TimeSpan.FromMinutes(1);

    // When a clock runs out the job is asked for once more, and the answer is not waited for any longer than this.
    private static readonly TimeSpan _lastRead = TimeSpan.FromSeconds(1);

    // A refusal that names no time still earns a breath.
    private static readonly TimeSpan _breath = TimeSpan.FromSeconds(1);

    private readonly JobCanceler _canceler = new(provider, options, reads, time);
    private readonly QueueDiagnosis _diagnosis = new(provider, time);

    public ValueTask<ProviderJob> WaitAsync(ProviderJob job, JobRun run, long started, CancellationToken cancellationToken) =>
        WaitAsync(job, run, started, new ReadTurn(reads, cancellationToken));

    /// <summary>Asks once, in its turn; null when nobody waits any more.</summary>
    public async ValueTask<ProviderJob?> ReadAsync(JobReference reference, CancellationToken cancellationToken)
    {
        using var turn = new ReadTurn(reads, cancellationToken);
        return await reads.WaitAsync(turn, TimeSpan.Zero).ConfigureAwait(false)
            ? await ReadAsync(reference, turn, options.ReadTimeout).ConfigureAwait(false)
            : null;
    }

    private async ValueTask<ProviderJob> WaitAsync(ProviderJob? job, JobRun run, long started, ReadTurn turn)
    {
        using var place = turn;
        using var alarm = options.QueueTimeout is null && options.RunTimeout is null ? null : Alarm(turn);
        var reference = job!.Reference!;
        var status = job.Status;
        var runningSince = status == JobStatus.Running ? started : NotYet;
        var refused = 0;
        while (true)
        {
            Report(run, reference, status, job?.Progress);
            var left = ClockLeft(started, runningSince);
            if (left <= TimeSpan.Zero)
            {
                return await GiveUpAsync(AsKnown(job, reference, status), run, Expired(runningSince)).ConfigureAwait(false);
            }

            alarm?.RingAfter(left);
            var delay = Shorter(UntilNextRead(job, run, turn, time.GetElapsedTime(started)), left);
            job = job is { QueueTime: null, RunTime: null, CostUsd: null } ? null : job;
            if (!await reads.WaitAsync(turn, delay).ConfigureAwait(false) && !turn.HasLeft && !MayReadOutOfTurn(started, runningSince))
            {
                continue;
            }

            if (await ReadAsync(reference, turn, ReadLimit(started, runningSince)).ConfigureAwait(false) is not { } read)
            {
                return await GiveUpAsync(AsKnown(job, reference, status), run, run.StopReason(provider.Name)).ConfigureAwait(false);
            }

            if (read.IsTerminal && !IsTooYoungToBeGone(read, started))
            {
                return read with { Reference = reference };
            }

            if (read.Status == JobStatus.Unknown)
            {
                PauseWhenThrottled(read.Failure);
                refused = read.Failure is { Kind: not (FailureKind.Unavailable or FailureKind.RateLimited) } ? refused + 1 : 0;
                if (refused == RefusedReads)
                {
                    return await _canceler.AbandonAsync(AsKnown(job, reference, status), run, read.Failure!).ConfigureAwait(false);
                }

                job = AsKnown(job, reference, status) with { Failure = read.Failure, PollAfter = null };
                continue;
            }

            refused = 0;
            if (read.Status != JobStatus.Failed)
            {
                (job, status) = (read, read.Status);
            }

            runningSince = runningSince == NotYet && status == JobStatus.Running ? time.GetTimestamp() : runningSince;
        }
    }

    // What a job says beyond its status is kept; most say nothing, and then nothing is held while it waits.
    private static ProviderJob AsKnown(ProviderJob? job, JobReference reference, JobStatus status) =>
        (job ?? new ProviderJob { Status = status }) with { Reference = reference, Status = status, Failure = null };

    // Where the reads of the lane are used up, the one that a clock ends with goes out all the same, and counts: a job that has begun meanwhile must not be
    // given up as one that waits. A pause that the provider asked for is kept.
    private bool MayReadOutOfTurn(long started, long runningSince)
    {
        if (ClockLeft(started, runningSince) > TimeSpan.Zero || reads.PauseLeft is not null)
        {
            return false;
        }

        reads.Charge();
        return true;
    }

    private TimeSpan ReadLimit(long started, long runningSince)
    {
        var left = ClockLeft(started, runningSince);
        return Shorter(options.ReadTimeout, left > TimeSpan.Zero ? left + _lastRead : _lastRead);
    }

    // A clock must not wait for a read's turn.
    private ITimer Alarm(ReadTurn turn) =>
        time.CreateTimer(static turn => ((ReadTurn)turn!).Ring(), turn, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private TimeSpan UntilNextRead(ProviderJob? job, JobRun run, ReadTurn turn, TimeSpan elapsed)
    {
        var median = runTimes.Median(run.Request.ModelId);
        var schedule = new PollSchedule(median ?? TimeSpan.Zero, median is not null, options);
        var delay = job?.PollAfter ?? schedule.Next(elapsed, turn.Late, isWatched: run.Scope.Progress is not null);
        return job?.Failure is { Kind: not FailureKind.RateLimited, RetryAfter: { } asked } && asked > delay ? Shorter(asked, _longestObedience) : delay;
    }

    // All reads of the lane share a bucket at the provider; its creates have another.
    private void PauseWhenThrottled(ProviderFailure? failure)
    {
        if (failure is { Kind: FailureKind.RateLimited })
        {
            reads.Pause(Shorter(failure.RetryAfter ?? _breath, _longestObedience));
        }
    }

    private async ValueTask<ProviderJob> GiveUpAsync(ProviderJob job, JobRun run, ProviderFailure reason)
    {
        reason = await _diagnosis.ExplainAsync(job, reason).ConfigureAwait(false);
        return await _canceler.AbandonAsync(job, run, reason).ConfigureAwait(false);
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

    /// <summary>What is left of the clock that is running; a silence that no request outlasts where none is set.</summary>
    private TimeSpan ClockLeft(long started, long runningSince) => runningSince == NotYet
        ? options.QueueTimeout is { } queue ? queue - time.GetElapsedTime(started) : _longestSilence
        : options.RunTimeout is { } run ? run - time.GetElapsedTime(runningSince) : _longestSilence;

    private ProviderFailure Expired(long runningSince)
    {
        var (clock, message) = runningSince == NotYet
            ? (JobClock.Queue, $"the job waited {options.QueueTimeout?.TotalSeconds:0.###} s in the provider's queue (QueueTimeout).")
            : (JobClock.Run, $"the job ran {options.RunTimeout?.TotalSeconds:0.###} s (RunTimeout).");
        return new(FailureKind.TimedOut, $"{provider.Name}: {message}") { Clock = clock };
    }

    private static TimeSpan Shorter(TimeSpan delay, TimeSpan most) => most < delay ? most : delay;

    private bool IsTooYoungToBeGone(ProviderJob read, long started) =>
        read.Failure?.StatusCode == 404 && time.GetElapsedTime(started) < _notFoundGrace;

    private void Report(JobRun run, JobReference reference, JobStatus status, double? progress)
    {
        if (run.Scope.Progress is not null)
        {
            run.Scope.Report(provider.Name, status == JobStatus.Queued ? GenerationPhase.Queued : GenerationPhase.Running, reference, progress);
        }
    }
}
