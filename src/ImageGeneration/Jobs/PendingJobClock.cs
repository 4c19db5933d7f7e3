namespace ImageGeneration.Jobs;

/// <summary>The end of the clock of a job.</summary>
internal sealed class PendingJobClock(StatusPoller poller, PendingJob job) : ScheduledRead
{
    public override void Run() => poller.PollAtEndOfClock(job);
}
