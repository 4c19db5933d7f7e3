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
        var shown = ShownPrediction.Of(job, view, now, options);
        var withNulls = options.WebBackendAsRecorded && shown.IsFromWebBackend;
        json.WriteStartObject();
        json.WriteString("id", job.Id);
        if (!options.OmitOptionalMembers)
        {
            json.WriteString("model", ModelName(job));
        }

        if (!options.OmitOptionalMembers && !shown.IsTraining)
        {
            json.WriteBoolean("data_removed", shown.IsExpired);
        }

        json.WriteString("version", job.Version);
        PredictionInput.Write(json, job, shown.IsExpired);
        WriteLogs(json, shown, withNulls);
        WriteOutput(json, shown, withNulls);
        WriteError(json, shown);
        json.WriteString("status", shown.Status);
        WriteTimes(json, shown);
        WriteMetrics(json, shown, withNulls);
        if (job.Target != job.Model.Id)
        {
            json.WriteString("deployment", job.Target);
        }

        if (view == PredictionView.Listed)
        {
            json.WriteString("source", "api");
        }

        job.Webhook?.Write(json);
        WriteUrls(json, shown, origin);
        json.WriteEndObject();
    }

    private string ModelName(SimulatedJob job) =>
        options.InternalModelNames && job.Model is ReplicateModel { Official: true } model
            ? $"replicate-internal/{model.Name}"
            : job.Model.Id;

    private void WriteLogs(Utf8JsonWriter json, ShownPrediction shown, bool withNulls)
    {
        if (withNulls)
        {
            json.WriteNull("logs");
            return;
        }

        var none = shown.State == SimulatedJobState.Queued || shown.IsBare || shown.IsExpired;
        var logs = none ? "" : PredictionLogs.Of(shown.Job, shown.Now);
        if (logs.Length > 0 || !options.OmitOptionalMembers)
        {
            json.WriteString("logs", logs);
        }
    }

    private void WriteOutput(Utf8JsonWriter json, ShownPrediction shown, bool withNulls)
    {
        var plan = shown.Job.Plan;
        if (shown.State == SimulatedJobState.Succeeded && !shown.IsExpired && !plan.OmitOutput)
        {
            json.WritePropertyName("output");
            _output.Write(json, shown.Job, shown.IsBare ? plan.PartialImages : null);
        }
        else if (!options.OmitOptionalMembers && (withNulls || !shown.IsTraining))
        {
            json.WriteNull("output");
        }
    }

    private void WriteError(Utf8JsonWriter json, ShownPrediction shown)
    {
        var error = shown.State == SimulatedJobState.Failed ? shown.Job.Timeline.Error : null;
        if (error is not null && shown.Job.Plan.ErrorIsJson && error == shown.Job.Plan.Error)
        {
            json.WritePropertyName("error");
            json.WriteRawValue(error);
        }
        else if (error is not null || !options.OmitOptionalMembers)
        {
            json.WriteString("error", error);
        }
    }

    private void WriteTimes(Utf8JsonWriter json, ShownPrediction shown)
    {
        var timeline = shown.Job.Timeline;
        Func<DateTimeOffset, string> format = shown.IsFromWebBackend ? _time.Web : _time.Polled;
        json.WriteString(
            "created_at", shown.IsCreating ? _time.Created(timeline.CreatedAt, shown.Job.Number) : format(timeline.CreatedAt));
        if (shown.State != SimulatedJobState.Queued && !shown.IsBare && timeline.StartsAt < timeline.EndsAt)
        {
            json.WriteString("started_at", format(timeline.StartsAt));
        }

        if (shown.Job.Deadline is { } deadline)
        {
            json.WriteString("deadline", format(deadline));
        }

        if (shown.IsOver)
        {
            json.WriteString("completed_at", format(timeline.EndsAt));
        }
    }

    private static void WriteMetrics(Utf8JsonWriter json, ShownPrediction shown, bool withNulls)
    {
        var (job, timeline) = (shown.Job, shown.Job.Timeline);
        if (shown.IsOver)
        {
            json.WriteStartObject("metrics");
            if (shown.State == SimulatedJobState.Succeeded && job.Plan.Images > 0)
            {
                json.WriteNumber("image_output_count", job.Plan.Images);
            }

            json.WriteNumber("predict_time", Math.Round(timeline.Ran(timeline.EndsAt).TotalSeconds, 9));
            json.WriteNumber("total_time", Math.Round((timeline.EndsAt - timeline.CreatedAt).TotalSeconds, 9));
            json.WriteEndObject();
        }
        else if (withNulls)
        {
            json.WriteNull("completed_at");
            json.WriteStartObject("metrics");
            json.WriteEndObject();
        }

        if (withNulls)
        {
            json.WriteNull("webhook_completed");
        }
    }

    // The answer to a training's create points to the route of predictions, as recorded.
    private void WriteUrls(Utf8JsonWriter json, ShownPrediction shown, string origin)
    {
        var job = shown.Job;
        var kind = shown.IsTraining && shown.View is not (PredictionView.Created or PredictionView.Canceled) ? "trainings" : "predictions";
        json.WriteStartObject("urls");
        json.WriteString("cancel", $"{origin}/v1/{kind}/{job.Id}/cancel");
        json.WriteString("get", $"{origin}/v1/{kind}/{job.Id}");
        if (!shown.IsTraining && !options.OmitOptionalMembers)
        {
            json.WriteString("stream", links.StreamOf(job));
        }

        if (!shown.IsTraining)
        {
            json.WriteString("web", $"https://replicate.com/p/{job.Id}");
        }

        json.WriteEndObject();
    }
}
