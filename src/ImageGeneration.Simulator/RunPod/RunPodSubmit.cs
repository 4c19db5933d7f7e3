using System.Globalization;
using System.Text.Json;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Webhooks;

namespace ImageGeneration.Simulator.RunPod;

/// <summary><c>/run</c> and <c>/runsync</c>.</summary>
internal sealed class RunPodSubmit(RunPodSimulatorOptions options, JobScheduler scheduler, RunPodJson json, RunPodWebhooks webhooks)
{
    private const int MaxRequestBytes = 10 * 1024 * 1024;
    private const int MaxQueued = 50;
    private const int MaxQueuedPerWorker = 500;
    private const int MaxSyncRequestBytes = 20 * 1024 * 1024;
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan DefaultRunLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan DefaultTimeToLive = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(7);
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan SyncRetention = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LinkRetention = TimeSpan.FromDays(7);

    public ApiReply Run(ApiRequest request, RunPodEndpoint endpoint)
    {
        var refusal = Accept(request, endpoint, sync: false, out var job);
        return refusal ?? ApiReply.Json(200, RunPodJson.Queued(job!));
    }

    public async ValueTask<ApiReply> RunSyncAsync(ApiRequest request, RunPodEndpoint endpoint)
    {
        if (Accept(request, endpoint, sync: true, out var job) is { } refusal)
        {
            return refusal;
        }

        await job!.WaitAsync(Wait(request), scheduler.Time, request.Aborted);
        return ApiReply.Json(200, json.Create(job, scheduler.Now));
    }

    /// <summary>The query <c>wait</c>, in milliseconds from one second to five minutes.</summary>
    public static TimeSpan Wait(ApiRequest request) =>
        int.TryParse(request.Query("wait"), CultureInfo.InvariantCulture, out var wait)
            ? TimeSpan.FromMilliseconds(Math.Clamp(wait, 1000, 300_000))
            : DefaultWait;

    private ApiReply? Accept(ApiRequest request, RunPodEndpoint endpoint, bool sync, out SimulatedJob? job)
    {
        job = null;
        if (request.Body.Length > (sync ? MaxSyncRequestBytes : MaxRequestBytes))
        {
            return RunPodErrors.Error(413, "request body too large");
        }

        if (request.Json() is not { ValueKind: JsonValueKind.Object } body
            || !body.TryGetProperty("input", out var input)
            || input.ValueKind != JsonValueKind.Object)
        {
            return RunPodErrors.For(400);
        }

        var target = request.Segment("endpoint");
        int? workers = options.MaxWorkers.TryGetValue(target, out var max) ? max : null;
        if (workers is { } cap && Queued(target) > Math.Max(MaxQueued, MaxQueuedPerWorker * cap))
        {
            return RunPodErrors.For(429);
        }

        var policy = body.TryGetProperty("policy", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
        job = scheduler.Accept(new JobRequest
        {
            Provider = SimulatedProvider.RunPod,
            Id = sync ? $"sync-{scheduler.Random.NextGuid()}-u1" : $"{scheduler.Random.NextGuid()}-u1",
            Model = endpoint,
            Target = target,
            Version = "",
            Order = endpoint.Shape.Order(input, endpoint),
            Input = input.ToUtf8(),
            Request = request.Record,
            RunLimit = Milliseconds(policy, "executionTimeout", TimeSpan.FromSeconds(5)) ?? DefaultRunLimit,
            RunLimitError = "executionTimeout exceeded",
            TimeToLive = Milliseconds(policy, "ttl", TimeSpan.FromSeconds(10)) ?? DefaultTimeToLive,
            Retention = sync ? SyncRetention : Retention,
            OutputRetention = LinkRetention,
            Refusal = endpoint.Shape.Refuse(input, endpoint),
            Webhook = Webhook(body),
            MaxWorkers = workers,
        });
        webhooks.Follow(job);
        return null;
    }

    private int Queued(string target) => scheduler.Jobs.NewestFirst(
        job => job.Provider == SimulatedProvider.RunPod && job.Target == target && job.State(scheduler.Now) == SimulatedJobState.Queued,
        int.MaxValue).Count;

    private static WebhookTarget? Webhook(JsonElement body) =>
        body.TryGetProperty("webhook", out var webhook) && webhook.ValueKind == JsonValueKind.String
        && Uri.TryCreate(webhook.GetString(), UriKind.Absolute, out var address)
            ? new WebhookTarget(address, Events: null)
            : null;

    private static TimeSpan? Milliseconds(JsonElement policy, string name, TimeSpan min)
    {
        if (policy.ValueKind != JsonValueKind.Object
            || !policy.TryGetProperty(name, out var value)
            || value.ValueKind != JsonValueKind.Number
            || !value.TryGetInt64(out var number))
        {
            return null;
        }

        var max = (long)MaxDuration.TotalMilliseconds;
        return TimeSpan.FromMilliseconds(Math.Clamp(number, (long)min.TotalMilliseconds, max));
    }
}
