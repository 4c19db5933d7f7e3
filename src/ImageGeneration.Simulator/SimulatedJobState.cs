namespace ImageGeneration.Simulator;

/// <summary>Specifies the state of a job, in words that all providers share.</summary>
public enum SimulatedJobState
{
    /// <summary>Accepted and waiting for a worker.</summary>
    Queued,

    /// <summary>Running.</summary>
    Running,

    /// <summary>Over, with the output the model made.</summary>
    Succeeded,

    /// <summary>Over, with an error.</summary>
    Failed,

    /// <summary>Stopped by the caller, or by its deadline while running.</summary>
    Canceled,

    /// <summary>Stopped by its deadline before it started; free of charge.</summary>
    Aborted,
}
