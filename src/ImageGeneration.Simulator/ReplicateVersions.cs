namespace ImageGeneration.Simulator;

/// <summary>What a simulated prediction says of the version that made it.</summary>
public enum ReplicateVersions
{
    /// <summary>The version asked for; <c>hidden</c> for an official model.</summary>
    AsAsked,

    /// <summary><c>dp-</c> and 32 digits, as recorded for official models and deployments.</summary>
    Deployment,

    /// <summary>Another version than was asked for: the newest of the model, as recorded for SDXL.</summary>
    Rewritten,
}
