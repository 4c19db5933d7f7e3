namespace ImageGeneration.Simulator;

/// <summary>Specifies what a request does for its job; fault rules and the journal use it.</summary>
public enum RequestPhase
{
    /// <summary>Anything else, unknown routes included.</summary>
    Other,

    /// <summary>Submits a job: Replicate's create routes, RunPod's <c>/run</c> and <c>/runsync</c>, a call to Modal.</summary>
    Create,

    /// <summary>Reads one job: a prediction, RunPod's <c>/status</c> and <c>/status-sync</c>, Modal's results.</summary>
    Poll,

    /// <summary>Cancels one job, or purges a queue.</summary>
    Cancel,

    /// <summary>Lists jobs: Replicate's <c>GET /predictions</c>.</summary>
    List,

    /// <summary>Reads what is free of charge: account, models, versions, hardware, RunPod's <c>/health</c>.</summary>
    Lookup,

    /// <summary>Fetches a finished image from the output host, or a file by its signed address.</summary>
    Download,

    /// <summary>Uploads a file to Replicate.</summary>
    Upload,

    /// <summary>The simulator's own call to a webhook; faults suppress it, answer instead of the receiver, delay or duplicate
    /// it.</summary>
    Webhook,

    /// <summary>Follows one job by server-sent events: Replicate's <c>urls.stream</c>.</summary>
    Stream,
}
