using ImageGeneration.Providers;
using ImageGeneration.Timing;

namespace ImageGeneration.Jobs;

/// <summary>Decides what a status read means for its job: its state, when to read it again, and whether that is of any use.</summary>
internal sealed class ReadJudge(JobOptions options, StartTimeHistory starts, ReadScheduler scheduler, TimeProvider time)
{
    // A job that is surely gone, or a key that is refused, is not read again until the deadline.
    private const int MaxRefusedReads = 3;

    // A proxy's page or half a document under 200 may be a passing fault.
    private const int MaxUnreadableReads = 5;

    // Right after the submit some providers do not know the job yet.
    private static readonly TimeSpan _notFoundGrace = TimeSpan.FromSeconds(5);

    // A finished job must not stay unread over a header, as its outputs expire.
    private static readonly TimeSpan _maxHonoredRetryAfter = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan _defaultThrottleDelay = TimeSpan.FromSeconds(1);

    /// <summary>Records what a read reported.</summary>
    public void Record(PendingJob job, ProviderJob read)
    {
        if (read.Status == JobStatus.Unknown || IsGone(read))
        {
            PauseIfThrottled(read.Failure);
            job.RecordFailedRead(IsTooYoungToBeGone(job, read) ? null : read.Failure);
        }
        else if (read.IsTerminal)
        {
            job.End(read);
        }
        else
        {
            job.Record(read, time.GetTimestamp());
        }
    }

    /// <summary>Whether another read would be of no use.</summary>
    /// <param name="job">The job.</param>
    /// <param name="clockLeft">The remaining time of its timeout.</param>
    public static bool IsHopeless(PendingJob job, TimeSpan clockLeft) => job.FailedReads > 0 && job.LastRead?.Failure switch
    {
        null => false,
        { IsTooLarge: true } => true,
        { IsUnreadable: true } => job.FailedReads >= MaxUnreadableReads || clockLeft <= TimeSpan.Zero,
        _ => job.FailedReads >= MaxRefusedReads,
    };

    /// <summary>Gets the time until the next read of the job.</summary>
    public TimeSpan UntilNextRead(PendingJob job)
    {
        // Not what cold starts made of it: the next job, which meets a worker, would be read when those end.
        var usual = starts.Usual(job.Context.Request);
        var schedule = new PollSchedule(usual ?? TimeSpan.Zero, usual is not null, options);
        var delay = job.LastRead?.PollAfter
            ?? schedule.Next(time.GetElapsedTime(job.Submitted), job.Overdue, isWatched: job.Context.Scope.Progress is not null);
        return job.LastRead?.Failure is { Rule.PausesLane: false, RetryAfter: { } asked } && asked > delay
            ? Clock.Shorter(asked, _maxHonoredRetryAfter)
            : delay;
    }

    // All reads of a provider share a bucket there; its creates have another.
    private void PauseIfThrottled(ProviderFailure? failure)
    {
        if (failure is { Rule.PausesLane: true })
        {
            scheduler.Pause(Clock.Shorter(failure.RetryAfter ?? _defaultThrottleDelay, _maxHonoredRetryAfter));
        }
    }

    // One answer of that kind is no proof: the job may run, and bill.
    private static bool IsGone(ProviderJob read) => read is { IsTerminal: true, Failure.IsNotFound: true };

    private bool IsTooYoungToBeGone(PendingJob job, ProviderJob read) =>
        IsGone(read) && time.GetElapsedTime(job.Submitted) < _notFoundGrace;
}
