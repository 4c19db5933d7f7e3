namespace ImageGeneration.Simulator.Jobs;

/// <summary>What a job is going to do, before it is accepted; faults change it.</summary>
internal sealed record JobPlan
{
    /// <summary>Stands for the words of the job's own model.</summary>
    public const string FlaggedError = "\0flagged";

    /// <summary>The wait before it starts; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</summary>
    public required TimeSpan QueueDelay { get; init; }

    public required TimeSpan RunTime { get; init; }

    public required int Images { get; init; }

    public JobEnding Ending { get; init; }

    public string? Error { get; init; }

    /// <summary>The error is a JSON value, not a text.</summary>
    public bool ErrorIsJson { get; init; }

    /// <summary>The output as a JSON value, instead of the worker's; of a failed job too.</summary>
    public string? OutputJson { get; init; }

    /// <summary>What the output shows while the job runs.</summary>
    public string? ProgressJson { get; init; }

    /// <summary>Leaves the id out of the first answer.</summary>
    public bool OmitId { get; init; }

    /// <summary>The workers crash instead of taking the job.</summary>
    public bool CrashLoop { get; init; }

    public int Retries { get; init; }

    /// <summary>Leaves the output out altogether.</summary>
    public bool OmitOutput { get; init; }

    /// <summary>The images that Replicate's sync reply already has; null for all.</summary>
    public int? PartialImages { get; init; }

    /// <summary>Input and output are gone when it ends.</summary>
    public bool ExpiresAtOnce { get; init; }

    /// <summary>How often a Modal call is sent on at once before it is held, and where to.</summary>
    public int Hops { get; init; }

    public ModalLocation? Location { get; init; }

    /// <summary>The status to report while running; null for the provider's own.</summary>
    public string? RunningWord { get; init; }

    /// <summary>The statuses to report one after the other; empty for the provider's own.</summary>
    public IReadOnlyList<JobStep> Steps { get; init; } = [];

    /// <summary>The status to report so long after the creation, while the job is not over; null for the provider's own.</summary>
    public string? Word(SimulatedJobState state, TimeSpan age)
    {
        foreach (var step in Steps)
        {
            if (age < step.Duration)
            {
                return step.Status;
            }

            age -= step.Duration;
        }

        return state == SimulatedJobState.Running ? RunningWord : null;
    }
}
