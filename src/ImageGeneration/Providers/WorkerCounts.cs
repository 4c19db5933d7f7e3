namespace ImageGeneration.Providers;

/// <summary>The workers of a model or endpoint at one moment, and what waits for them; each count is zero or more.</summary>
public sealed record WorkerCounts
{
    /// <summary>Workers without a job. They may be asleep: RunPod counts those that are stopped and start faster than new ones.</summary>
    public int Idle { get; init; }

    /// <summary>Workers that run a job, and are therefore up.</summary>
    public int Running { get; init; }

    /// <summary>Workers that are starting.</summary>
    public int Initializing { get; init; }

    /// <summary>Workers that are held back because the hosts have no capacity.</summary>
    public int Throttled { get; init; }

    /// <summary>Workers that crash.</summary>
    public int Unhealthy { get; init; }

    /// <summary>Jobs that wait for a worker.</summary>
    public int QueuedJobs { get; init; }
}
