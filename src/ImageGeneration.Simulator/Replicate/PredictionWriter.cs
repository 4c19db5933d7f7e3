using System.Text.Json;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Outputs;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Writes a prediction or a training as it stands.</summary>
internal sealed class PredictionWriter(ReplicateSimulatorOptions options, OutputLinks links, JobImages images)
{
    private readonly PredictionTime _time = new(options.FractionDigits);
    private readonly PredictionOutput _output = new(options, links, images);

    public void Write(Utf8JsonWriter json, SimulatedJob job, PredictionView view, DateTimeOffset now, string origin)
    {
        var state = StateIn(view, job, now);
        var expired = job.Expired(now);
        var early = IsEarly(view, job, state);
        var recorded = options.WebBackendAsRecorded && IsWeb(view, job);
        json.WriteStartObject();
        json.WriteString("id", job.Id);
        if (!options.OmitOptionalMembers)
        {
            json.WriteString("model", ModelName(job));
            json.WriteBoolean("data_removed", expired);
        }

        json.WriteString("version", job.Version);
        PredictionInput.Write(json, job, expired);
        WriteLogs(json, job, recorded, early, state, expired ? DateTimeOffset.MinValue : now);
        WriteOutput(json, job, early, state, expired, recorded);
        WriteError(json, job, state == SimulatedJobState.Failed ? job.Timeline.Error : null);
        json.WriteString("status", early ? "processing" : Status(state, job, now));
        WriteTimes(json, job, view, state, early);
        if (recorded)
        {
            WriteNulls(json, state);
        }

        if (job.Target != job.Model.Id)
        {
            json.WriteString("deployment", job.Target);
        }

        if (view == PredictionView.Listed)
        {
            json.WriteString("source", "api");
        }

        job.Webhook?.Write(json);
        WriteUrls(json, job, view, origin);
        json.WriteEndObject();
    }

    private SimulatedJobState StateIn(PredictionView view, SimulatedJob job, DateTimeOffset now) =>
        view == PredictionView.Created || (view == PredictionView.SyncUnfinished && options.UnfinishedSyncSaysStarting)
            ? SimulatedJobState.Queued
            : job.Timeline.State(now);

    // The sync mode answers as soon as the files are there, before the prediction itself is over.
    private bool IsEarly(PredictionView view, SimulatedJob job, SimulatedJobState state) =>
        view == PredictionView.SyncCreated && state == SimulatedJobState.Succeeded
        && (options.SyncRepliesSayProcessing || job.Plan.PartialImages is not null);

    // Lists, cancels and trainings are answered by another backend than predictions.
    private static bool IsWeb(PredictionView view, SimulatedJob job) =>
        view is PredictionView.Canceled or PredictionView.Listed || (view == PredictionView.Polled && job.Training is not null);

    private string ModelName(SimulatedJob job) =>
        options.InternalModelNames && job.Model is ReplicateModel { Official: true } model
            ? $"replicate-internal/{model.Name}"
            : job.Model.Id;

    private static void WriteNulls(Utf8JsonWriter json, SimulatedJobState state)
    {
        if (state is SimulatedJobState.Queued or SimulatedJobState.Running)
        {
            json.WriteNull("completed_at");
            json.WriteStartObject("metrics");
            json.WriteEndObject();
        }

        json.WriteNull("webhook_completed");
    }

    private void WriteLogs(
        Utf8JsonWriter json, SimulatedJob job, bool recorded, bool early, SimulatedJobState state, DateTimeOffset now)
    {
        if (recorded)
        {
            json.WriteNull("logs");
            return;
        }

        var logs = state == SimulatedJobState.Queued || early ? "" : PredictionLogs.Of(job, now);
        if (logs.Length > 0 || !options.OmitOptionalMembers)
        {
            json.WriteString("logs", logs);
        }
    }

    private void WriteOutput(
        Utf8JsonWriter json, SimulatedJob job, bool early, SimulatedJobState state, bool expired, bool recorded)
    {
        if (state == SimulatedJobState.Succeeded && !expired && !job.Plan.OmitOutput)
        {
            json.WritePropertyName("output");
            _output.Write(json, job, early ? job.Plan.PartialImages : null);
        }
        else if (!options.OmitOptionalMembers && (recorded || job.Training is null))
        {
            json.WriteNull("output");
        }
    }

    private void WriteError(Utf8JsonWriter json, SimulatedJob job, string? error)
    {
        if (error is not null && job.Plan.ErrorIsJson && error == job.Plan.Error)
        {
            json.WritePropertyName("error");
            json.WriteRawValue(error);
        }
        else if (error is not null || !options.OmitOptionalMembers)
        {
            json.WriteString("error", error);
        }
    }

    private void WriteTimes(Utf8JsonWriter json, SimulatedJob job, PredictionView view, SimulatedJobState state, bool early)
    {
        var timeline = job.Timeline;
        Func<DateTimeOffset, string> format = IsWeb(view, job) ? _time.Web : _time.Polled;
        var creating = view is PredictionView.Created or PredictionView.SyncCreated or PredictionView.SyncUnfinished;
        json.WriteString("created_at", creating ? _time.Created(timeline.CreatedAt, job.Number) : format(timeline.CreatedAt));
        if (state != SimulatedJobState.Queued && !early && timeline.StartsAt < timeline.EndsAt)
        {
            json.WriteString("started_at", format(timeline.StartsAt));
        }

        if (job.Deadline is { } deadline)
        {
            json.WriteString("deadline", format(deadline));
        }

        if (state is SimulatedJobState.Queued or SimulatedJobState.Running || early)
        {
            return;
        }

        json.WriteString("completed_at", format(timeline.EndsAt));
        json.WriteStartObject("metrics");
        if (state == SimulatedJobState.Succeeded && job.Plan.Images > 0)
        {
            json.WriteNumber("image_output_count", job.Plan.Images);
        }

        json.WriteNumber("predict_time", Math.Round(timeline.Ran(timeline.EndsAt).TotalSeconds, 9));
        json.WriteNumber("total_time", Math.Round((timeline.EndsAt - timeline.CreatedAt).TotalSeconds, 9));
        json.WriteEndObject();
    }

    // The answer to a training's create points to the route of predictions, as recorded.
    private void WriteUrls(Utf8JsonWriter json, SimulatedJob job, PredictionView view, string origin)
    {
        var kind = job.Training is null || view is PredictionView.Created or PredictionView.Canceled ? "predictions" : "trainings";
        json.WriteStartObject("urls");
        json.WriteString("cancel", $"{origin}/v1/{kind}/{job.Id}/cancel");
        json.WriteString("get", $"{origin}/v1/{kind}/{job.Id}");
        if (job.Training is null && !options.OmitOptionalMembers)
        {
            json.WriteString("stream", links.StreamOf(job));
        }

        json.WriteString("web", $"https://replicate.com/p/{job.Id}");
        json.WriteEndObject();
    }

    private static string Status(SimulatedJobState state, SimulatedJob job, DateTimeOffset now) => state switch
    {
        SimulatedJobState.Queued => job.Word(state, now) ?? "starting",
        SimulatedJobState.Running => job.Word(state, now) ?? "processing",
        SimulatedJobState.Succeeded => "succeeded",
        SimulatedJobState.Failed => "failed",
        SimulatedJobState.Canceled => "canceled",
        _ => "aborted",
    };
}
