namespace ImageGeneration.Jobs;

/// <summary>Represents the expiry of a job's timeout.</summary>
internal sealed class PendingJobClock(StatusPoller poller, PendingJob job) : ScheduledRead
{
    public override void Run() => poller.PollAtEndOfClock(job);
}
