namespace ImageGeneration.Simulator.Jobs;

/// <summary>A limited number of workers: lays out which job begins when, in order of arrival, and again when one is canceled.</summary>
internal sealed class WorkerPool(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<SimulatedJob> _jobs = [];
    private int _max;

    public void Add(SimulatedJob job, int max)
    {
        lock (_gate)
        {
            _jobs.Add(job);
            _max = max;
        }

        Arrange();
    }

    public void Arrange()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            _jobs.RemoveAll(job => job.Timeline.Over(now));
            var busyUntil = new PriorityQueue<DateTimeOffset, DateTimeOffset>();
            foreach (var job in _jobs.Where(job => job.Timeline.Started(now)))
            {
                busyUntil.Enqueue(job.Timeline.EndsAt, job.Timeline.EndsAt);
            }

            while (busyUntil.Count < _max)
            {
                busyUntil.Enqueue(now, now);
            }

            foreach (var job in _jobs.Where(job => !job.Timeline.Started(now) && job.Plan.QueueDelay != Timeout.InfiniteTimeSpan))
            {
                Place(job, busyUntil, now);
            }
        }
    }

    private static void Place(SimulatedJob job, PriorityQueue<DateTimeOffset, DateTimeOffset> busyUntil, DateTimeOffset now)
    {
        if (!busyUntil.TryPeek(out var free, out _))
        {
            job.Shift(DateTimeOffset.MaxValue, now);
            return;
        }

        var ready = job.Timeline.CreatedAt + job.Plan.QueueDelay;
        job.Shift(free > ready ? free : ready, now);

        // One that its deadline takes out of the queue needs no worker.
        if (job.Timeline.StartsAt < DateTimeOffset.MaxValue)
        {
            busyUntil.Dequeue();
            busyUntil.Enqueue(job.Timeline.EndsAt, job.Timeline.EndsAt);
        }
    }
}
