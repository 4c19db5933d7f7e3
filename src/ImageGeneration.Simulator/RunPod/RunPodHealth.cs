using System.Text.Json;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.RunPod;

/// <summary>The counters of <c>/health</c>: jobs as they stand, workers as they follow from them or as they were set.</summary>
internal sealed class RunPodHealth(RunPodSimulatorOptions options, JobDesk desk)
{
    public ApiReply Read(string endpoint)
    {
        var now = desk.Now;
        var jobs = desk.Jobs.NewestFirst(job => job.Provider == SimulatedProvider.RunPod && job.Target == endpoint, int.MaxValue);
        return ApiReply.Json(200, (jobs, workers: Workers(endpoint, jobs, now), now), static (json, it) =>
        {
            json.WriteStartObject();
            WriteJobs(json, it.jobs, it.now);
            WriteWorkers(json, it.workers);
            json.WriteEndObject();
        });
    }

    private RunPodWorkerCounts Workers(string endpoint, List<SimulatedJob> jobs, DateTimeOffset now)
    {
        if (options.Health.TryGetValue(endpoint, out var set))
        {
            return set;
        }

        var most = options.MaxWorkers.TryGetValue(endpoint, out var cap) ? cap : int.MaxValue;
        var running = jobs.Count(job => job.State(now) == SimulatedJobState.Running);
        var queued = jobs.Where(job => job.State(now) == SimulatedJobState.Queued).ToList();

        // A queue that does not move is what a host without capacity looks like.
        var stuck = queued.Count(job => job.Timeline.StartsAt == DateTimeOffset.MaxValue && !job.Plan.CrashLoop);
        var idle = queued.Count == 0 && running == 0 && most > 0 ? 1 : 0;
        return new RunPodWorkerCounts
        {
            Idle = idle,
            Ready = idle,
            Running = running,
            Initializing = most > running && queued.Any(job => job.Timeline.StartsAt < DateTimeOffset.MaxValue) ? 1 : 0,
            Throttled = stuck > 0 && most > 0 ? 1 : 0,
            Unhealthy = queued.Any(job => job.Plan.CrashLoop) ? 1 : 0,
        };
    }

    private static void WriteJobs(Utf8JsonWriter json, List<SimulatedJob> jobs, DateTimeOffset now)
    {
        var states = jobs.CountBy(job => job.State(now)).ToDictionary();
        json.WriteStartObject("jobs");
        json.WriteNumber("completed", states.GetValueOrDefault(SimulatedJobState.Succeeded));
        json.WriteNumber(
            "failed", states.GetValueOrDefault(SimulatedJobState.Failed) + states.GetValueOrDefault(SimulatedJobState.Aborted));
        json.WriteNumber("inProgress", states.GetValueOrDefault(SimulatedJobState.Running));
        json.WriteNumber("inQueue", states.GetValueOrDefault(SimulatedJobState.Queued));
        json.WriteNumber("retried", jobs.Sum(job => job.Retries));
        json.WriteEndObject();
    }

    private static void WriteWorkers(Utf8JsonWriter json, RunPodWorkerCounts workers)
    {
        json.WriteStartObject("workers");
        json.WriteNumber("idle", workers.Idle);
        json.WriteNumber("initializing", workers.Initializing);
        json.WriteNumber("ready", workers.Ready);
        json.WriteNumber("running", workers.Running);
        json.WriteNumber("throttled", workers.Throttled);
        json.WriteNumber("unhealthy", workers.Unhealthy);
        json.WriteEndObject();
    }
}
