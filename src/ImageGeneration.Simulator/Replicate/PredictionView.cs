namespace ImageGeneration.Simulator.Replicate;

/// <summary>Specifies the route on which a prediction is shown; each shows it a little differently.</summary>
internal enum PredictionView
{
    Created,
    SyncCreated,

    /// <summary>A sync create whose wait ran out.</summary>
    SyncUnfinished,

    /// <summary>As polled while its files are there and it is not over yet; webhooks of outputs show it.</summary>
    OutputThere,
    Polled,
    Canceled,
    Listed,
}
