namespace ImageGeneration.Simulator;

/// <summary>Represents the workers of a simulated RunPod endpoint, by state.</summary>
public sealed record RunPodWorkerCounts
{
    /// <summary>Gets the number of workers that are up and without a job.</summary>
    public int Idle { get; init; }

    /// <summary>Gets the number of workers that are starting, the model being loaded.</summary>
    public int Initializing { get; init; }

    /// <summary>Gets the number of workers that are able to take a job.</summary>
    public int Ready { get; init; }

    /// <summary>Gets the number of workers that are running a job.</summary>
    public int Running { get; init; }

    /// <summary>Gets the number of workers that are held back because the hosts have no capacity.</summary>
    public int Throttled { get; init; }

    /// <summary>Gets the number of workers that are in a crash loop: waiting does not help.</summary>
    public int Unhealthy { get; init; }
}
