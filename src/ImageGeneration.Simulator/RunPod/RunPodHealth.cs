using System.Text.Json;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.RunPod;

/// <summary>The counters of <c>/health</c>, drawn from the endpoint's jobs.</summary>
internal sealed record RunPodHealth(int Queued, int Running, int Completed, int Failed, int Retried, int Stuck)
{
    public static RunPodHealth Of(IReadOnlyList<SimulatedJob> jobs, DateTimeOffset now)
    {
        var states = jobs.CountBy(job => job.State(now)).ToDictionary();
        return new RunPodHealth(
            states.GetValueOrDefault(SimulatedJobState.Queued),
            states.GetValueOrDefault(SimulatedJobState.Running),
            states.GetValueOrDefault(SimulatedJobState.Succeeded),
            states.GetValueOrDefault(SimulatedJobState.Failed) + states.GetValueOrDefault(SimulatedJobState.Aborted),
            jobs.Sum(job => job.Retries),
            jobs.Count(job => job.State(now) == SimulatedJobState.Queued && job.Timeline.StartsAt == DateTimeOffset.MaxValue));
    }

    public ApiReply Reply() => ApiReply.Json(200, this, static (json, health) => health.Write(json));

    private void Write(Utf8JsonWriter json)
    {
        var idle = Queued == 0 && Running == 0 ? 1 : 0;
        json.WriteStartObject();
        json.WriteStartObject("jobs");
        json.WriteNumber("completed", Completed);
        json.WriteNumber("failed", Failed);
        json.WriteNumber("inProgress", Running);
        json.WriteNumber("inQueue", Queued);
        json.WriteNumber("retried", Retried);
        json.WriteEndObject();
        json.WriteStartObject("workers");
        json.WriteNumber("idle", idle);
        json.WriteNumber("initializing", Queued > Stuck ? 1 : 0);
        json.WriteNumber("ready", idle);
        json.WriteNumber("running", Running);
        // A queue that does not move is what a host without capacity looks like.
        json.WriteNumber("throttled", Stuck > 0 ? 1 : 0);
        json.WriteNumber("unhealthy", 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
