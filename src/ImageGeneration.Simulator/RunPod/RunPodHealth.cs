using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.RunPod;

/// <summary>Provides the counters of <c>/health</c>: the jobs, and the workers that follow from them or were set.</summary>
internal sealed class RunPodHealth(RunPodSimulatorOptions options, JobScheduler scheduler)
{
    public ApiReply Read(string endpoint, RunPodEndpoint model)
    {
        var now = scheduler.Now;
        var jobs = scheduler.Jobs.NewestFirst(job => job.Provider == SimulatedProvider.RunPod && job.Target == endpoint, int.MaxValue);
        return ApiReply.Json(200, new JsonObject { ["jobs"] = Jobs(jobs, now), ["workers"] = Json(Workers(endpoint, model, jobs, now)) });
    }

    private RunPodWorkerCounts Workers(string endpoint, RunPodEndpoint model, List<SimulatedJob> jobs, DateTimeOffset now)
    {
        if (options.Health.TryGetValue(endpoint, out var set))
        {
            return set;
        }

        var max = options.MaxWorkers.TryGetValue(endpoint, out var cap) ? cap : int.MaxValue;
        var running = jobs.Count(job => job.State(now) == SimulatedJobState.Running);
        var queued = jobs.Where(job => job.State(now) == SimulatedJobState.Queued).ToList();

        // A queue that does not move looks like a host without capacity.
        var stuck = queued.Count(job => job.Timeline.StartsAt == DateTimeOffset.MaxValue && !job.Plan.CrashLoop);
        var isUp = max > 0 && !scheduler.IsCold(SimulatedProvider.RunPod, endpoint, model);
        var idle = queued.Count == 0 && running == 0 && isUp ? 1 : 0;
        return new RunPodWorkerCounts
        {
            Idle = idle,
            Ready = idle,
            Running = running,
            Initializing = max > running && queued.Any(job => job.Timeline.StartsAt < DateTimeOffset.MaxValue) ? 1 : 0,
            Throttled = stuck > 0 && max > 0 ? 1 : 0,
            Unhealthy = queued.Any(job => job.Plan.CrashLoop) ? 1 : 0,
        };
    }

    private static JsonObject Jobs(List<SimulatedJob> jobs, DateTimeOffset now)
    {
        var states = jobs.CountBy(job => job.State(now)).ToDictionary();
        return new()
        {
            ["completed"] = Count(SimulatedJobState.Succeeded),
            ["failed"] = Count(SimulatedJobState.Failed) + Count(SimulatedJobState.Aborted),
            ["inProgress"] = Count(SimulatedJobState.Running),
            ["inQueue"] = Count(SimulatedJobState.Queued),
            ["retried"] = jobs.Sum(job => job.Retries),
        };

        int Count(SimulatedJobState state) => states.GetValueOrDefault(state);
    }

    private static JsonObject Json(RunPodWorkerCounts workers) => new()
    {
        ["idle"] = workers.Idle,
        ["initializing"] = workers.Initializing,
        ["ready"] = workers.Ready,
        ["running"] = workers.Running,
        ["throttled"] = workers.Throttled,
        ["unhealthy"] = workers.Unhealthy,
    };
}
