namespace ImageGeneration.Simulator;

/// <summary>What a request does for the job it concerns; fault rules and the journal speak of requests by phase.</summary>
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

    /// <summary>Reads what costs nothing: account, models, versions, hardware, RunPod's <c>/health</c>.</summary>
    Lookup,

    /// <summary>Fetches a finished image from the output host, or a file by its signed address.</summary>
    Download,

    /// <summary>Uploads a file to Replicate.</summary>
    Upload,

    /// <summary>The simulator's own call to a webhook; faults keep it away, answer in the receiver's stead, delay or double it.</summary>
    Webhook,

    /// <summary>Follows one job by server-sent events: Replicate's <c>urls.stream</c>.</summary>
    Stream,
}
