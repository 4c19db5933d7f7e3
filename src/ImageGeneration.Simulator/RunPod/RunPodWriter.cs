using System.Text.Json;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Outputs;

namespace ImageGeneration.Simulator.RunPod;

/// <summary>Writes a job's envelope as it stands.</summary>
internal sealed class RunPodWriter(OutputLinks links, JobImages images)
{
    private const int MostResultBytes = 10 * 1024 * 1024;
    private const int MostSyncResultBytes = 20 * 1024 * 1024;

    /// <summary>The first answer of <c>/run</c>: the job waits, whatever it may be doing already.</summary>
    public static void WriteQueued(Utf8JsonWriter json, SimulatedJob job)
    {
        json.WriteStartObject();
        json.WriteString("id", job.Id);
        json.WriteString("status", "IN_QUEUE");
        json.WriteEndObject();
    }

    public void Write(Utf8JsonWriter json, SimulatedJob job, DateTimeOffset now)
    {
        var timeline = job.Timeline;
        var state = timeline.State(now);
        var started = timeline.Started(now);
        json.WriteStartObject();
        if (started)
        {
            json.WriteNumber("delayTime", Milliseconds(timeline.StartsAt - timeline.CreatedAt));
        }

        if (state == SimulatedJobState.Failed)
        {
            WriteError(json, job, timeline.Error ?? "");
        }

        if (started && timeline.Over(now))
        {
            json.WriteNumber("executionTime", Milliseconds(timeline.EndsAt - timeline.StartsAt));
        }

        json.WriteString("id", job.Id);
        if (state == SimulatedJobState.Succeeded && !job.Plan.OmitOutput)
        {
            WriteOutput(json, job);
        }

        if (job.Retries > 0)
        {
            json.WriteNumber("retries", job.Retries);
        }

        json.WriteString("status", Status(state, job));
        if (started)
        {
            json.WriteString("workerId", job.WorkerId);
        }

        json.WriteEndObject();
    }

    public static string Status(SimulatedJobState state, SimulatedJob job) => state switch
    {
        SimulatedJobState.Queued => "IN_QUEUE",
        SimulatedJobState.Running => job.Plan.RunningWord ?? "IN_PROGRESS",
        SimulatedJobState.Succeeded => "COMPLETED",
        SimulatedJobState.Failed => "FAILED",
        SimulatedJobState.Canceled => "CANCELLED",
        _ => "TIMED_OUT",
    };

    private static void WriteError(Utf8JsonWriter json, SimulatedJob job, string error)
    {
        json.WritePropertyName("error");
        if (job.Plan.ErrorIsJson && error == job.Plan.Error)
        {
            json.WriteRawValue(error);
        }
        else
        {
            json.WriteStringValue(error);
        }
    }

    private void WriteOutput(Utf8JsonWriter json, SimulatedJob job)
    {
        if (job.Model is RunPodEndpoint { Worker: RunPodWorker.Sdxl })
        {
            WriteSdxlOutput(json, job);
            return;
        }

        json.WriteStartObject("output");
        json.WriteNumber("cost", job.Model.Price.Bill(job.Plan.Images, job.Order.Width, job.Order.Height, TimeSpan.Zero));
        json.WriteString("image_url", links.Of(job, 0));
        json.WriteEndObject();
    }

    // worker-sdxl sends its first image twice; a result that is too large is lost, and the job is COMPLETED all the same.
    private void WriteSdxlOutput(Utf8JsonWriter json, SimulatedJob job)
    {
        var uris = Enumerable.Range(0, job.Plan.Images).Select(index => images.DataUri(job, index)).ToList();
        var first = uris.FirstOrDefault("");
        var limit = job.Id.StartsWith("sync-", StringComparison.Ordinal) ? MostSyncResultBytes : MostResultBytes;
        if (uris.Sum(uri => uri.Length) + first.Length > limit)
        {
            return;
        }

        json.WriteStartObject("output");
        json.WriteString("image_url", first);
        json.WriteStartArray("images");
        foreach (var uri in uris)
        {
            json.WriteStringValue(uri);
        }

        json.WriteEndArray();
        json.WriteNumber("seed", job.Seed);
        json.WriteEndObject();
    }

    private static long Milliseconds(TimeSpan duration) => (long)duration.TotalMilliseconds;
}
