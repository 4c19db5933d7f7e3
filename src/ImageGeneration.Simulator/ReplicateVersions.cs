namespace ImageGeneration.Simulator;

/// <summary>Specifies the version that a simulated prediction reports.</summary>
public enum ReplicateVersions
{
    /// <summary>The version that was requested; <c>hidden</c> for an official model.</summary>
    AsAsked,

    /// <summary><c>dp-</c> and 32 digits, as recorded for official models and deployments.</summary>
    Deployment,

    /// <summary>Another version than the requested one: the newest of the model, as recorded for SDXL.</summary>
    Rewritten,
}
