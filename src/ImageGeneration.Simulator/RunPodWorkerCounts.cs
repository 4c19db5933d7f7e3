namespace ImageGeneration.Simulator;

/// <summary>The workers of a simulated RunPod endpoint, by state.</summary>
public sealed record RunPodWorkerCounts
{
    /// <summary>Up and without a job.</summary>
    public int Idle { get; init; }

    /// <summary>Starting, the model being loaded.</summary>
    public int Initializing { get; init; }

    /// <summary>Able to take a job.</summary>
    public int Ready { get; init; }

    /// <summary>Running a job.</summary>
    public int Running { get; init; }

    /// <summary>Held back because the hosts have no capacity.</summary>
    public int Throttled { get; init; }

    /// <summary>In a crash loop: waiting does not help.</summary>
    public int Unhealthy { get; init; }
}
