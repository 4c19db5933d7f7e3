using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Outputs;
using ImageGeneration.Simulator.RunPod.Workers;

namespace ImageGeneration.Simulator.RunPod;

/// <summary>Writes a job's envelope as it stands.</summary>
internal sealed class RunPodWriter(RunPodSimulatorOptions options, OutputLinks links, JobImages images)
{
    private const int MostResultBytes = 10 * 1024 * 1024;
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private const int MostSyncResultBytes = 20 * 1024 * 1024;

    /// <summary>The first answer of <c>/run</c>: the job waits, whatever it may be doing already.</summary>
    public static void WriteQueued(Utf8JsonWriter json, SimulatedJob job)
    {
        json.WriteStartObject();
        if (!job.Plan.OmitId)
        {
            json.WriteString("id", job.Id);
        }

        json.WriteString("status", "IN_QUEUE");
        json.WriteEndObject();
    }

    /// <param name="json">Where to.</param>
    /// <param name="job">The job.</param>
    /// <param name="now">The time to show it at.</param>
    /// <param name="echo">Repeats input and webhook, as webhooks do.</param>
    public void Write(Utf8JsonWriter json, SimulatedJob job, DateTimeOffset now, bool echo = false)
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

        if (!job.Plan.OmitId || echo)
        {
            json.WriteString("id", job.Id);
        }

        if (echo)
        {
            json.WritePropertyName("input");
            json.WriteRawValue(job.Input.Span, skipInputValidation: true);
        }

        WriteOutput(json, job, state);
        if (job.Retries > 0)
        {
            json.WriteNumber("retries", job.Retries);
        }

        json.WriteString("status", Status(state, job, now));
        if (echo)
        {
            json.WriteString("webhook", job.Webhook!.Address.OriginalString);
        }

        if (started)
        {
            json.WriteString("workerId", job.WorkerId);
        }

        json.WriteEndObject();
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

    /// <summary>The output as the worker would post it; null when there is none, or when it is too large and got lost.</summary>
    public ReadOnlyMemory<byte>? Output(SimulatedJob job, SimulatedJobState state)
    {
        var plan = job.Plan;
        var fixedJson = state == SimulatedJobState.Running ? plan.ProgressJson
            : state is SimulatedJobState.Succeeded or SimulatedJobState.Failed ? plan.OutputJson : null;
        if (fixedJson is not null)
        {
            return System.Text.Encoding.UTF8.GetBytes(fixedJson);
        }

        if (state != SimulatedJobState.Succeeded || plan.OmitOutput || job.Model is not RunPodEndpoint endpoint)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            endpoint.Shape.Write(json, new WorkerOutput(job, images, links, options.UploadToBucket));
        }

        var limit = job.Id.StartsWith("sync-", StringComparison.Ordinal) ? MostSyncResultBytes : MostResultBytes;
        if (buffer.WrittenCount > limit)
        {
            return null;
        }

        return buffer.WrittenMemory;
    }

    private void WriteOutput(Utf8JsonWriter json, SimulatedJob job, SimulatedJobState state)
    {
        if (Output(job, state) is { } output)
        {
            json.WritePropertyName("output");
            json.WriteRawValue(output.Span, skipInputValidation: true);
        }
    }

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

    private static long Milliseconds(TimeSpan duration) => (long)duration.TotalMilliseconds;
}
