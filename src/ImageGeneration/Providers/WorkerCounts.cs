namespace ImageGeneration.Providers;

/// <summary>Represents the workers of a model or endpoint at one moment, and the jobs that wait for them. Each count is zero or
/// more.</summary>
public sealed record WorkerCounts
{
    /// <summary>Gets the number of workers without a job. They may be asleep: RunPod also counts those that are stopped and start faster
    /// than new ones.</summary>
    public int Idle { get; init; }

    /// <summary>Gets the number of workers that run a job, and are therefore up.</summary>
    public int Running { get; init; }

    /// <summary>Gets the number of workers that are starting.</summary>
    public int Initializing { get; init; }

    /// <summary>Gets the number of workers that are held back because the hosts have no capacity.</summary>
    public int Throttled { get; init; }

    /// <summary>Gets the number of workers that crash.</summary>
    public int Unhealthy { get; init; }

    /// <summary>Gets the number of jobs that wait for a worker.</summary>
    public int QueuedJobs { get; init; }
}
