using ImageGeneration.Providers;

namespace ImageGeneration.Jobs;

/// <summary>Asks for an accepted job until it has ended or a clock has run out.</summary>
internal sealed class JobWaiter(IImageProvider provider, JobOptions options, RunTimes runTimes, TimeProvider time)
{
    // A job that is surely gone, or a key that is refused, is not asked for until the deadline.
    private const int RefusedReads = 3;

    // Right after the submit some providers do not know the job yet.
    private static readonly TimeSpan _notFoundGrace = TimeSpan.FromSeconds(5);

    // No request lasts longer, and no timer counts beyond 49 days.
    private static readonly TimeSpan _longestSilence = TimeSpan.FromDays(1);

    // A finished job must not be left unread over a header: what it made expires.
    private static readonly TimeSpan _longestObedience = TimeSpan.FromMinutes(1);

    private readonly JobCanceler _canceler = new(provider, options, time);
    private readonly QueueDiagnosis _diagnosis = new(provider, time);

    public async ValueTask<ProviderJob> WaitAsync(
        ProviderJob job, JobRun run, ProviderRequest request, long started, CancellationToken cancellationToken)
    {
        var reference = job.Reference!;
        var median = runTimes.Median(request.ModelId);
        var schedule = new PollSchedule(median ?? TimeSpan.Zero, median is not null, options);
        var runningSince = job.Status == JobStatus.Running ? started : (long?)null;
        var refused = 0;
        while (true)
        {
            Report(run, job);
            var clock = RunningClock(started, runningSince);
            if (clock is { Left: var left, Failure: var expired } && left <= TimeSpan.Zero)
            {
                return await GiveUpAsync(job, run, expired).ConfigureAwait(false);
            }

            var delay = job.PollAfter ?? schedule.Next(time.GetElapsedTime(started), isWatched: run.Scope.Progress is not null);
            if (job.Failure?.RetryAfter is { } asked && asked > delay)
            {
                delay = Shorter(asked, _longestObedience);
            }

            var read = await ReadLaterAsync(reference, Shorter(delay, clock?.Left ?? _longestSilence), cancellationToken).ConfigureAwait(false);
            if (read is null)
            {
                return await GiveUpAsync(job, run, run.StopReason(provider.Name)).ConfigureAwait(false);
            }

            if (read.IsTerminal && !IsTooYoungToBeGone(read, started))
            {
                return read with { Reference = reference };
            }

            if (read.Status == JobStatus.Unknown)
            {
                refused = read.Failure is { Kind: not (FailureKind.Unavailable or FailureKind.RateLimited) } ? refused + 1 : 0;
                if (refused == RefusedReads)
                {
                    return await _canceler.AbandonAsync(job, run, read.Failure!).ConfigureAwait(false);
                }

                job = job with { Failure = read.Failure, PollAfter = null };
                continue;
            }

            refused = 0;
            job = read.Status == JobStatus.Failed ? job : read with { Reference = reference };
            runningSince ??= job.Status == JobStatus.Running ? time.GetTimestamp() : null;
        }
    }

    private async ValueTask<ProviderJob> GiveUpAsync(ProviderJob job, JobRun run, ProviderFailure reason)
    {
        reason = await _diagnosis.ExplainAsync(job, reason).ConfigureAwait(false);
        return await _canceler.AbandonAsync(job, run, reason).ConfigureAwait(false);
    }

    /// <summary>Null when nobody waits any more.</summary>
    private async ValueTask<ProviderJob?> ReadLaterAsync(JobReference reference, TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        return await ReadAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks once; null when nobody waits any more.</summary>
    public async ValueTask<ProviderJob?> ReadAsync(JobReference reference, CancellationToken cancellationToken)
    {
        try
        {
            using var timeout = new CancellationTokenSource(options.ReadTimeout, time);
            using var stop = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), timeout);
            return await provider.GetJobAsync(reference, timeout.Token).ConfigureAwait(false)
                ?? Unread($"{provider.Name}: a status read brought nothing.");
        }
        catch (OperationCanceledException)
        {
            return cancellationToken.IsCancellationRequested
                ? null
                : Unread($"{provider.Name}: no answer to a status read within {options.ReadTimeout.TotalSeconds:0.###} s.");
        }
#pragma warning disable CA1031 // a read that throws is a read that did not succeed; the job itself goes on
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Unread($"{provider.Name}: a status read ended with a {exception.GetType().Name}.");
        }

        ProviderJob Unread(string message) => ProviderJob.Unread(new(FailureKind.Unavailable, message), reference);
    }

    /// <summary>The clock that is running, what is left of it, and what to say when nothing is; null when none is set.</summary>
    private (TimeSpan Left, ProviderFailure Failure)? RunningClock(long started, long? runningSince)
    {
        if (runningSince is { } since)
        {
            return options.RunTimeout is { } limit
                ? (limit - time.GetElapsedTime(since), Expired(JobClock.Run, $"the job ran {limit.TotalSeconds:0.###} s (RunTimeout)."))
                : null;
        }

        return options.QueueTimeout is { } queue
            ? (queue - time.GetElapsedTime(started), Expired(JobClock.Queue, $"the job waited {queue.TotalSeconds:0.###} s in the provider's queue (QueueTimeout)."))
            : null;

        ProviderFailure Expired(string clock, string message) => new(FailureKind.TimedOut, $"{provider.Name}: {message}") { Clock = clock };
    }

    private static TimeSpan Shorter(TimeSpan delay, TimeSpan most) => most < delay ? most : delay;

    private bool IsTooYoungToBeGone(ProviderJob read, long started) =>
        read.Failure?.StatusCode == 404 && time.GetElapsedTime(started) < _notFoundGrace;

    private void Report(JobRun run, ProviderJob job) =>
        run.Scope.Report(provider.Name, job.Status == JobStatus.Queued ? GenerationPhase.Queued : GenerationPhase.Running, job);
}
