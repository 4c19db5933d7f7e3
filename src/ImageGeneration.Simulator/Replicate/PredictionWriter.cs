using System.Text.Json;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Outputs;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>From which of Replicate's routes a prediction is seen; each shows it a little differently.</summary>
internal enum PredictionView
{
    Created,
    SyncCreated,
    Polled,
    Canceled,
    Listed,
}

/// <summary>Writes a prediction as it stands.</summary>
internal sealed class PredictionWriter(SimulatorOptions options, OutputLinks links, JobImages images)
{
    public void Write(Utf8JsonWriter json, SimulatedJob job, PredictionView view, DateTimeOffset now, string origin)
    {
        var timeline = job.Timeline;
        var state = view == PredictionView.Created ? SimulatedJobState.Queued : timeline.State(now);
        var expired = job.Expired(now);
        json.WriteStartObject();
        json.WriteString("id", job.Id);
        json.WriteString("model", job.Model.Id);
        json.WriteString("version", job.Version);
        WriteInput(json, job, expired);
        json.WriteString("logs", expired || state == SimulatedJobState.Queued ? "" : PredictionLogs.Of(job, now));
        WriteOutput(json, job, state, expired);
        json.WriteBoolean("data_removed", expired);
        WriteError(json, state == SimulatedJobState.Failed ? timeline.Error : null);
        var early = view == PredictionView.SyncCreated
            && state == SimulatedJobState.Succeeded && options.ReplicateSyncRepliesSayProcessing;
        json.WriteString("status", early ? "processing" : Status(state, job));
        WriteTimes(json, job, view, state, early);
        if (job.Target != job.Model.Id)
        {
            json.WriteString("deployment", job.Target);
        }

        if (view == PredictionView.Listed)
        {
            json.WriteString("source", "api");
        }

        WriteUrls(json, job, origin);
        json.WriteEndObject();
    }

    private static void WriteInput(Utf8JsonWriter json, SimulatedJob job, bool expired)
    {
        json.WritePropertyName("input");
        if (expired)
        {
            json.WriteStartObject();
            json.WriteEndObject();
        }
        else
        {
            json.WriteRawValue(job.Input.Span, skipInputValidation: true);
        }
    }

    private void WriteOutput(Utf8JsonWriter json, SimulatedJob job, SimulatedJobState state, bool expired)
    {
        json.WritePropertyName("output");
        if (state != SimulatedJobState.Succeeded || expired || job.Plan.OmitOutput)
        {
            json.WriteNullValue();
        }
        else if (job.Model is ReplicateModel { SingleOutput: true })
        {
            if (job.Plan.Images == 0)
            {
                json.WriteNullValue();
            }
            else
            {
                json.WriteStringValue(Image(job, 0));
            }
        }
        else
        {
            json.WriteStartArray();
            for (var index = 0; index < job.Plan.Images; index++)
            {
                json.WriteStringValue(Image(job, index));
            }

            json.WriteEndArray();
        }
    }

    private string Image(SimulatedJob job, int index) =>
        options.ReplicateOutputsAsDataUris ? images.DataUri(job, index) : links.Of(job, index);

    private static void WriteError(Utf8JsonWriter json, string? error)
    {
        if (error is null)
        {
            json.WriteNull("error");
        }
        else
        {
            json.WriteString("error", error);
        }
    }

    private static void WriteTimes(Utf8JsonWriter json, SimulatedJob job, PredictionView view, SimulatedJobState state, bool early)
    {
        var timeline = job.Timeline;
        Func<DateTimeOffset, string> format =
            view is PredictionView.Canceled or PredictionView.Listed ? PredictionTime.Web : PredictionTime.Polled;
        json.WriteString(
            "created_at",
            view is PredictionView.Created or PredictionView.SyncCreated
                ? PredictionTime.Created(timeline.CreatedAt, job.Number)
                : format(timeline.CreatedAt));
        if (state != SimulatedJobState.Queued && timeline.StartsAt < timeline.EndsAt)
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
        if (state == SimulatedJobState.Succeeded)
        {
            json.WriteNumber("image_output_count", job.Plan.Images);
        }

        json.WriteNumber("predict_time", Math.Round(timeline.Ran(timeline.EndsAt).TotalSeconds, 9));
        json.WriteNumber("total_time", Math.Round((timeline.EndsAt - timeline.CreatedAt).TotalSeconds, 9));
        json.WriteEndObject();
    }

    private static void WriteUrls(Utf8JsonWriter json, SimulatedJob job, string origin)
    {
        json.WriteStartObject("urls");
        json.WriteString("cancel", $"{origin}/v1/predictions/{job.Id}/cancel");
        json.WriteString("get", $"{origin}/v1/predictions/{job.Id}");
        json.WriteString("web", $"https://replicate.com/p/{job.Id}");
        json.WriteEndObject();
    }

    private static string Status(SimulatedJobState state, SimulatedJob job) => state switch
    {
        SimulatedJobState.Queued => "starting",
        SimulatedJobState.Running => job.Plan.RunningWord ?? "processing",
        SimulatedJobState.Succeeded => "succeeded",
        SimulatedJobState.Failed => "failed",
        SimulatedJobState.Canceled => "canceled",
        _ => "aborted",
    };
}
