namespace ImageGeneration.Simulator;

/// <summary>Represents a job as the journal saw it at the moment it was read.</summary>
public sealed record RecordedJob
{
    /// <summary>Gets the provider.</summary>
    public required SimulatedProvider Provider { get; init; }

    /// <summary>Gets the provider's id of the job.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the Replicate slug or the RunPod endpoint.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the prompt; empty when there is none.</summary>
    public required string Prompt { get; init; }

    /// <summary>Gets the input as the caller sent it, JSON.</summary>
    public required string Input { get; init; }

    /// <summary>Gets the state.</summary>
    public required SimulatedJobState State { get; init; }

    /// <summary>Gets the time of its acceptance.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets the time of its start; null when it has not started, or never did.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets the time of its end; null while it has not ended.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Gets the seed of the first image; the others follow it.</summary>
    public required long Seed { get; init; }

    /// <summary>Gets the number of images it delivered; 0 while it is not over.</summary>
    public required int Images { get; init; }

    /// <summary>Gets the amount billed, in US dollars; 0 while it is not over.</summary>
    public required decimal BilledUsd { get; init; }

    /// <summary>Gets a value indicating whether the caller asked to cancel it before it was over.</summary>
    public required bool CancelRequested { get; init; }

    /// <summary>Gets a value indicating whether the job is over.</summary>
    public bool IsOver => State is not (SimulatedJobState.Queued or SimulatedJobState.Running);
}
