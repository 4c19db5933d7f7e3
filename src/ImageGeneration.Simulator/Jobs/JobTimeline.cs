namespace ImageGeneration.Simulator.Jobs;

/// <summary>Represents the whole life of a job, planned when it is accepted: its state follows from the clock, so no timer drives
/// it.</summary>
internal sealed record JobTimeline(
    DateTimeOffset CreatedAt, DateTimeOffset StartsAt, DateTimeOffset EndsAt, JobEnding Ending, string? Error)
{
    public static JobTimeline Create(JobPlan plan, DateTimeOffset createdAt)
    {
        if (plan.QueueDelay == Timeout.InfiniteTimeSpan)
        {
            return new JobTimeline(createdAt, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue, plan.Ending, plan.Error);
        }

        var dequeuedAt = createdAt + plan.QueueDelay;
        return plan.Ending == JobEnding.Aborted
            ? new JobTimeline(createdAt, DateTimeOffset.MaxValue, dequeuedAt, JobEnding.Aborted, plan.Error)
            : new JobTimeline(createdAt, dequeuedAt, EndOf(dequeuedAt, plan.RunTime), plan.Ending, plan.Error);
    }

    /// <summary>Creates the timeline of a request, within its limits; it begins at <paramref name="startsAt"/> when that is
    /// given.</summary>
    public static JobTimeline CreateFor(JobRequest request, JobPlan plan, DateTimeOffset createdAt, DateTimeOffset? startsAt = null)
    {
        if (startsAt is { } start)
        {
            plan = plan with { QueueDelay = start == DateTimeOffset.MaxValue ? Timeout.InfiniteTimeSpan : start - createdAt };
        }

        var timeline = Create(plan, createdAt);
        timeline = request.RunLimit is { } limit ? timeline.LimitRun(limit, request.RunLimitError) : timeline;
        return (request.CancelAfter ?? request.TimeToLive) is { } after
            ? timeline.CutAt(createdAt + after, JobEnding.Aborted, JobEnding.Canceled)
            : timeline;
    }

    public bool Started(DateTimeOffset now) => StartsAt <= now;

    public bool Over(DateTimeOffset now) => EndsAt <= now;

    public SimulatedJobState State(DateTimeOffset now)
    {
        if (!Over(now))
        {
            return Started(now) ? SimulatedJobState.Running : SimulatedJobState.Queued;
        }

        return Ending switch
        {
            JobEnding.Succeeded => SimulatedJobState.Succeeded,
            JobEnding.Failed => SimulatedJobState.Failed,
            JobEnding.Canceled => SimulatedJobState.Canceled,
            _ => SimulatedJobState.Aborted,
        };
    }

    public TimeSpan Ran(DateTimeOffset now)
    {
        var until = now < EndsAt ? now : EndsAt;
        return until > StartsAt ? until - StartsAt : TimeSpan.Zero;
    }

    /// <summary>Ends the job at a time, in one way if it is queued then and in another if it runs; not if it is over.</summary>
    public JobTimeline CutAt(DateTimeOffset at, JobEnding queued, JobEnding running, string? error = null)
    {
        if (Over(at))
        {
            return this;
        }

        return Started(at)
            ? this with { EndsAt = at, Ending = running, Error = error }
            : this with { StartsAt = DateTimeOffset.MaxValue, EndsAt = at, Ending = queued, Error = error };
    }

    private static DateTimeOffset EndOf(DateTimeOffset start, TimeSpan run) =>
        run == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : start + run;

    /// <summary>Ends the job once it has run for <paramref name="limit"/>.</summary>
    public JobTimeline LimitRun(TimeSpan limit, string error) =>
        StartsAt < DateTimeOffset.MaxValue - limit ? CutAt(StartsAt + limit, JobEnding.Failed, JobEnding.Failed, error) : this;
}
