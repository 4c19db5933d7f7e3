using System.Globalization;
using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.RunPod;

/// <summary>Provides the operations on existing jobs: status, stream, cancel, retry, purge.</summary>
internal sealed class RunPodJobs(JobScheduler scheduler, RunPodJson json, RunPodWebhooks webhooks)
{
    private static readonly TimeSpan StreamHold = TimeSpan.FromSeconds(10);

    /// <summary>The job, if the endpoint has it and it has not expired.</summary>
    private SimulatedJob? Find(ApiRequest request)
    {
        var job = scheduler.Jobs.Find(request.Segment("id"));
        var now = scheduler.Now;
        if (job is not { Provider: SimulatedProvider.RunPod }
            || job.Target != request.Segment("endpoint") || job.Expired(now) || job.Vanished(now))
        {
            return null;
        }

        request.Record.JobId = job.Id;
        return job;
    }

    public ApiReply Read(ApiRequest request)
    {
        if (Find(request) is not { } job)
        {
            return RunPodErrors.NoJob();
        }

        if (int.TryParse(request.Query("ttl"), CultureInfo.InvariantCulture, out var milliseconds) && milliseconds >= 0)
        {
            job.KeepFor(TimeSpan.FromMilliseconds(milliseconds));
        }

        return Reply(job);
    }

    public async ValueTask<ApiReply> ReadSyncAsync(ApiRequest request)
    {
        if (Find(request) is not { } job)
        {
            return RunPodErrors.NoJob();
        }

        await job.WaitAsync(RunPodSubmit.Wait(request), scheduler.Time, request.Aborted);
        return Reply(job);
    }

    // Image workers yield nothing during the run: the stream has the result once, and is empty before and after.
    public async ValueTask<ApiReply> StreamAsync(ApiRequest request)
    {
        if (Find(request) is not { } job)
        {
            return RunPodErrors.NoJob();
        }

        var wait = request.Query("wait") is null ? StreamHold : RunPodSubmit.Wait(request);
        await job.WaitAsync(wait, scheduler.Time, request.Aborted);
        var state = job.State(scheduler.Now);
        var output = job.Timeline.Over(scheduler.Now) && job.TakeStream() ? json.Output(job, state) : null;
        return ApiReply.Json(200, new JsonObject
        {
            ["status"] = RunPodJson.Status(state, job, scheduler.Now),
            ["stream"] = output is null ? new JsonArray() : new JsonArray(new JsonObject { ["output"] = output.Value }),
        });
    }

    public ApiReply Cancel(ApiRequest request)
    {
        if (Find(request) is not { } job)
        {
            return RunPodErrors.NoJob();
        }

        job.Cancel(scheduler.Now);
        return ApiReply.Json(200, new JsonObject
        {
            ["id"] = job.Id,
            ["status"] = RunPodJson.Status(job.State(scheduler.Now), job, scheduler.Now),
        });
    }

    public ApiReply Retry(ApiRequest request)
    {
        if (Find(request) is not { } job)
        {
            return RunPodErrors.NoJob();
        }

        if (!job.Retry(scheduler.Now))
        {
            return RunPodErrors.Error(400, "job cannot be retried");
        }

        webhooks.Follow(job);
        return ApiReply.Json(200, RunPodJson.Queued(job));
    }

    public ApiReply Purge(ApiRequest request)
    {
        var now = scheduler.Now;
        var removed = OfEndpoint(request).Count(job => job.State(now) == SimulatedJobState.Queued && job.Cancel(now));
        return ApiReply.Json(200, new JsonObject { ["removed"] = removed, ["status"] = "completed" });
    }

    private List<SimulatedJob> OfEndpoint(ApiRequest request)
    {
        var endpoint = request.Segment("endpoint");
        return scheduler.Jobs.NewestFirst(job => job.Provider == SimulatedProvider.RunPod && job.Target == endpoint, int.MaxValue);
    }

    private ApiReply Reply(SimulatedJob job) => ApiReply.Json(200, json.Create(job, scheduler.Now));
}
