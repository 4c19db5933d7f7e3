using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Represents a prediction or a training as one route shows it at one moment.</summary>
internal readonly record struct ShownPrediction(
    SimulatedJob Job, PredictionView View, SimulatedJobState State, DateTimeOffset Now, bool IsEarly)
{
    public static ShownPrediction Create(SimulatedJob job, PredictionView view, DateTimeOffset now, ReplicateSimulatorOptions options)
    {
        var waits = view == PredictionView.Created || (view == PredictionView.SyncUnfinished && options.UnfinishedSyncSaysStarting);
        var state = waits ? SimulatedJobState.Queued : job.State(now);

        // The sync mode answers as soon as the files are there, before the prediction itself is over.
        var early = state == SimulatedJobState.Succeeded && (view == PredictionView.OutputThere
            || (view == PredictionView.SyncCreated && (options.SyncRepliesSayProcessing || job.Plan.PartialImages is not null)));
        return new ShownPrediction(job, view, state, now, early);
    }

    public bool IsExpired => Job.Expired(Now);

    /// <summary>A sync answer that is early has no logs and no times, as recorded.</summary>
    public bool IsBare => IsEarly && View == PredictionView.SyncCreated;

    public bool IsTraining => Job.Training is not null;

    public bool IsOver => !IsEarly && State is not (SimulatedJobState.Queued or SimulatedJobState.Running);

    public bool IsCreating => View is PredictionView.Created or PredictionView.SyncCreated or PredictionView.SyncUnfinished;

    /// <summary>Lists, cancels and trainings are answered by another backend than predictions.</summary>
    public bool IsFromWebBackend =>
        View is PredictionView.Canceled or PredictionView.Listed || (View == PredictionView.Polled && IsTraining);

    /// <summary>The word for its status.</summary>
    public string Status => State switch
    {
        _ when IsEarly => "processing",
        SimulatedJobState.Queued => Job.Word(State, Now) ?? "starting",
        SimulatedJobState.Running => Job.Word(State, Now) ?? "processing",
        SimulatedJobState.Succeeded => "succeeded",
        SimulatedJobState.Failed => "failed",
        SimulatedJobState.Canceled => "canceled",
        _ => "aborted",
    };
}
