namespace ImageGeneration.Simulator.Jobs;

/// <summary>Represents what a job is going to do, before it is accepted; faults change it.</summary>
internal sealed record JobPlan
{
    /// <summary>Stands for the error text of the job's own model.</summary>
    public const string FlaggedError = "\0flagged";

    /// <summary>Gets the wait before it starts; <see cref="Timeout.InfiniteTimeSpan"/> for no start at all.</summary>
    public required TimeSpan QueueDelay { get; init; }

    public required TimeSpan RunTime { get; init; }

    public required int Images { get; init; }

    public JobEnding Ending { get; init; }

    public string? Error { get; init; }

    /// <summary>Whether the error is a JSON value, not a text.</summary>
    public bool ErrorIsJson { get; init; }

    /// <summary>Gets the output as a JSON value, instead of the worker's; of a failed job too.</summary>
    public string? OutputJson { get; init; }

    /// <summary>Gets the output that is shown while the job runs.</summary>
    public string? ProgressJson { get; init; }

    /// <summary>Whether to leave the id out of the first answer.</summary>
    public bool OmitId { get; init; }

    /// <summary>Whether the workers crash instead of taking the job.</summary>
    public bool CrashLoop { get; init; }

    public int Retries { get; init; }

    /// <summary>Whether to leave out the output altogether.</summary>
    public bool OmitOutput { get; init; }

    /// <summary>Gets the number of images that Replicate's sync reply already has; null for all.</summary>
    public int? PartialImages { get; init; }

    /// <summary>Whether input and output are deleted when it ends.</summary>
    public bool ExpiresAtOnce { get; init; }

    /// <summary>Gets the number of immediate redirects of a Modal call before it is held, and their target.</summary>
    public int Hops { get; init; }

    public ModalLocation? Location { get; init; }

    /// <summary>Gets the status to report while running; null for the provider's own.</summary>
    public string? RunningWord { get; init; }

    /// <summary>Gets the statuses to report one after the other; empty for the provider's own.</summary>
    public IReadOnlyList<JobStep> Steps { get; init; } = [];

    /// <summary>Gets the status to report at an age of the job while it is not over; null for the provider's own.</summary>
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
