using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Outputs;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>A prediction or a training as JSON, as it stands.</summary>
internal sealed class PredictionJson(ReplicateSimulatorOptions options, OutputLinks links, JobImages images)
{
    private readonly PredictionTime _time = new(options.FractionDigits);
    private readonly PredictionOutput _output = new(options, links, images);

    public JsonObject Create(SimulatedJob job, PredictionView view, DateTimeOffset now, string origin)
    {
        var shown = ShownPrediction.Create(job, view, now, options);
        var all = !options.OmitOptionalMembers;
        var withNulls = options.WebBackendAsRecorded && shown.IsFromWebBackend;
        var json = new JsonObject { ["id"] = job.Id }
            .AddIf(all, "model", ModelName(job))
            .AddIf(all && !shown.IsTraining, "data_removed", shown.IsExpired);
        json["version"] = job.Version;
        json["input"] = PredictionInput.Create(job, shown.IsExpired);
        var logs = withNulls ? null : Logs(shown);
        json.AddIf(all || withNulls || logs != "", "logs", logs);
        AddOutput(json, shown, withNulls);
        var hasError = shown.State == SimulatedJobState.Failed && job.Timeline.Error is not null;
        json.AddIf(all || hasError, "error", hasError ? job.Error : null);
        json["status"] = shown.Status;
        AddTimes(json, shown);
        AddMetrics(json, shown, withNulls);
        json.AddIf(job.Target != job.Model.Id, "deployment", job.Target)
            .AddIf(view == PredictionView.Listed, "source", "api")
            .AddIf(job.Webhook is not null, "webhook", job.Webhook?.Address.OriginalString)
            .AddIf(job.Webhook?.Events is not null, "webhook_events_filter", job.Webhook?.Events?.ToJsonArray());
        json["urls"] = Urls(shown, origin);
        return json;
    }

    private string ModelName(SimulatedJob job) =>
        options.InternalModelNames && job.Model is ReplicateModel { Official: true } model
            ? $"replicate-internal/{model.Name}"
            : job.Model.Id;

    private static string Logs(ShownPrediction shown) =>
        shown.State == SimulatedJobState.Queued || shown.IsBare || shown.IsExpired ? "" : PredictionLogs.Create(shown.Job, shown.Now);

    private void AddOutput(JsonObject json, ShownPrediction shown, bool withNulls)
    {
        var plan = shown.Job.Plan;
        if (shown.State == SimulatedJobState.Succeeded && !shown.IsExpired && !plan.OmitOutput)
        {
            json["output"] = _output.Create(shown.Job, shown.IsBare ? plan.PartialImages : null);
        }
        else if (!options.OmitOptionalMembers && (withNulls || !shown.IsTraining))
        {
            json["output"] = null;
        }
    }

    private void AddTimes(JsonObject json, ShownPrediction shown)
    {
        var (job, timeline) = (shown.Job, shown.Job.Timeline);
        Func<DateTimeOffset, string> format = shown.IsFromWebBackend ? _time.Web : _time.Polled;
        var hasStarted = shown.State != SimulatedJobState.Queued && !shown.IsBare && timeline.StartsAt < timeline.EndsAt;
        json["created_at"] = shown.IsCreating ? _time.Created(timeline.CreatedAt, job.Number) : format(timeline.CreatedAt);
        json.AddIf(hasStarted, "started_at", format(timeline.StartsAt))
            .AddIf(job.Deadline is not null, "deadline", format(job.Deadline.GetValueOrDefault()))
            .AddIf(shown.IsOver, "completed_at", format(timeline.EndsAt));
    }

    private static void AddMetrics(JsonObject json, ShownPrediction shown, bool withNulls)
    {
        var (job, timeline) = (shown.Job, shown.Job.Timeline);
        if (shown.IsOver)
        {
            var metrics = new JsonObject().AddIf(
                shown.State == SimulatedJobState.Succeeded && job.Plan.Images > 0, "image_output_count", job.Plan.Images);
            metrics["predict_time"] = Math.Round(timeline.Ran(timeline.EndsAt).TotalSeconds, 9);
            metrics["total_time"] = Math.Round((timeline.EndsAt - timeline.CreatedAt).TotalSeconds, 9);
            json["metrics"] = metrics;
        }

        json.AddIf(withNulls && !shown.IsOver, "completed_at", null)
            .AddIf(withNulls && !shown.IsOver, "metrics", new JsonObject())
            .AddIf(withNulls, "webhook_completed", null);
    }

    // The answer to a training's create points to the route of predictions, as recorded.
    private JsonObject Urls(ShownPrediction shown, string origin)
    {
        var job = shown.Job;
        var kind = shown.IsTraining && shown.View is not (PredictionView.Created or PredictionView.Canceled) ? "trainings" : "predictions";
        return new JsonObject
        {
            ["cancel"] = $"{origin}/v1/{kind}/{job.Id}/cancel",
            ["get"] = $"{origin}/v1/{kind}/{job.Id}",
        }
            .AddIf(!shown.IsTraining && !options.OmitOptionalMembers, "stream", links.StreamOf(job))
            .AddIf(!shown.IsTraining, "web", $"https://replicate.com/p/{job.Id}");
    }
}
