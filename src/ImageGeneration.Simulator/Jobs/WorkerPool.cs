namespace ImageGeneration.Simulator.Jobs;

/// <summary>A limited number of workers: lays out which job begins when, in order of arrival, and again when one is canceled.</summary>
internal sealed class WorkerPool(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<SimulatedJob> _jobs = [];
    private int _max;

    /// <summary>Adds a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="max">The number of workers.</param>
    /// <param name="now">The time of its arrival: a moment later it may seem to have begun without a worker.</param>
    public void Add(SimulatedJob job, int max, DateTimeOffset now)
    {
        lock (_gate)
        {
            _jobs.Add(job);
            _max = max;
            Arrange(now);
        }
    }

    public void Arrange() => Arrange(time.GetUtcNow());

    private void Arrange(DateTimeOffset now)
    {
        lock (_gate)
        {
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
