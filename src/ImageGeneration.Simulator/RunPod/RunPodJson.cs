using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Outputs;
using ImageGeneration.Simulator.RunPod.Workers;

namespace ImageGeneration.Simulator.RunPod;

/// <summary>Represents the output of a job: any JSON value, null among them.</summary>
internal sealed record RunPodOutput(JsonNode? Value);

/// <summary>Writes a job's envelope as JSON.</summary>
internal sealed class RunPodJson(RunPodSimulatorOptions options, OutputLinks links, JobImages images)
{
    private const int MaxResultBytes = 10 * 1024 * 1024;
    private const int MaxSyncResultBytes = 20 * 1024 * 1024;

    /// <summary>Creates the first answer of <c>/run</c>: the job waits, whatever it may be doing already.</summary>
    public static JsonObject Queued(SimulatedJob job) =>
        new JsonObject().AddIf(!job.Plan.OmitId, "id", job.Id).AddIf(true, "status", "IN_QUEUE");

    /// <param name="job">The job.</param>
    /// <param name="now">The time to show it at.</param>
    /// <param name="echo">Repeats input and webhook, as webhooks do.</param>
    public JsonObject Create(SimulatedJob job, DateTimeOffset now, bool echo = false)
    {
        var timeline = job.Timeline;
        var state = timeline.State(now);
        var started = timeline.Started(now);
        var output = Output(job, state);
        return new JsonObject()
            .AddIf(started, "delayTime", (long)(timeline.StartsAt - timeline.CreatedAt).TotalMilliseconds)
            .AddIf(state == SimulatedJobState.Failed, "error", timeline.Error is null ? "" : job.Error)
            .AddIf(started && timeline.Over(now), "executionTime", (long)(timeline.EndsAt - timeline.StartsAt).TotalMilliseconds)
            .AddIf(!job.Plan.OmitId || echo, "id", job.Id)
            .AddIf(echo, "input", JsonNode.Parse(job.Input.Span))
            .AddIf(output is not null, "output", output?.Value)
            .AddIf(job.Retries > 0, "retries", job.Retries)
            .AddIf(true, "status", Status(state, job, now))
            .AddIf(echo, "webhook", job.Webhook?.Address.OriginalString)
            .AddIf(started, "workerId", job.WorkerId);
    }

    public static string Status(SimulatedJobState state, SimulatedJob job, DateTimeOffset now) => state switch
    {
        SimulatedJobState.Queued => job.Word(state, now) ?? "IN_QUEUE",
        SimulatedJobState.Running => job.Word(state, now) ?? "IN_PROGRESS",
        SimulatedJobState.Succeeded => "COMPLETED",
        SimulatedJobState.Failed => "FAILED",
        SimulatedJobState.Canceled => "CANCELLED",
        _ => "TIMED_OUT",
    };

    /// <summary>Gets the output as the worker would post it; null when there is none, or when it is too large and was lost.</summary>
    public RunPodOutput? Output(SimulatedJob job, SimulatedJobState state)
    {
        var plan = job.Plan;
        var given = state switch
        {
            SimulatedJobState.Running => plan.ProgressJson,
            SimulatedJobState.Succeeded or SimulatedJobState.Failed => plan.OutputJson,
            _ => null,
        };
        if (given is not null)
        {
            return new(JsonNode.Parse(given));
        }

        if (state != SimulatedJobState.Succeeded || plan.OmitOutput || job.Model is not RunPodEndpoint endpoint)
        {
            return null;
        }

        var output = endpoint.Shape.Output(new WorkerOutput(job, images, links, options.UploadToBucket));
        var limit = job.Id.StartsWith("sync-", StringComparison.Ordinal) ? MaxSyncResultBytes : MaxResultBytes;
        return output.ToUtf8().Length > limit ? null : new(output);
    }
}
