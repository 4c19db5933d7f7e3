using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Outputs;
using ImageGeneration.Simulator.Webhooks;

namespace ImageGeneration.Simulator.RunPod;

/// <summary>RunPod's serverless API under <c>/v2/{endpoint}</c>.</summary>
internal sealed class RunPodApi : ProviderApi
{
    private static readonly TimeSpan StreamHold = TimeSpan.FromSeconds(10);
    private readonly SimulatorOptions _options;
    private readonly JobDesk _desk;
    private readonly RunPodWriter _writer;
    private readonly ApiKeys _keys;
    private readonly RunPodLimits _limits;
    private readonly RunPodHealth _health;
    private readonly RunPodWebhooks _webhooks;

    public RunPodApi(SimulatorOptions options, JobDesk desk, OutputLinks links, JobImages images, WebhookSender sender)
    {
        _options = options;
        _desk = desk;
        _writer = new RunPodWriter(options.RunPod, links, images);
        _limits = new RunPodLimits(options);
        _health = new RunPodHealth(options.RunPod, desk);
        _webhooks = new RunPodWebhooks(sender, _writer);
        _keys = new ApiKeys(options.ApiKeys);
        var submit = new RunPodSubmit(options.RunPod, desk, _writer, _webhooks);
        Routes =
        [
            Route("POST", "run", RequestPhase.Create, (request, endpoint) => ValueTask.FromResult(submit.Run(request, endpoint))),
            Route("POST", "runsync", RequestPhase.Create, submit.RunSyncAsync),
            Route("GET", "stream/{id}", RequestPhase.Poll, (request, _) => StreamAsync(request)),
            Route("POST", "stream/{id}", RequestPhase.Poll, (request, _) => StreamAsync(request)),
            Route("GET", "status/{id}", RequestPhase.Poll, (request, _) => ValueTask.FromResult(Read(request))),
            Route("POST", "status/{id}", RequestPhase.Poll, (request, _) => ValueTask.FromResult(Read(request))),
            Route("GET", "status-sync/{id}", RequestPhase.Poll, (request, _) => ReadSyncAsync(request)),
            Route("POST", "status-sync/{id}", RequestPhase.Poll, (request, _) => ReadSyncAsync(request)),
            Route("POST", "cancel/{id}", RequestPhase.Cancel, (request, _) => ValueTask.FromResult(Cancel(request))),
            Route("POST", "retry/{id}", RequestPhase.Other, (request, _) => ValueTask.FromResult(Retry(request))),
            Route("POST", "purge-queue", RequestPhase.Cancel, (request, _) => ValueTask.FromResult(Purge(request))),
            Route("GET", "health", RequestPhase.Lookup, (request, _) => ValueTask.FromResult(_health.Read(request.Segment("endpoint")))),
        ];
    }

    public override SimulatedProvider Provider => SimulatedProvider.RunPod;

    public override string Prefix => "/v2/";

    public override IReadOnlyList<ApiRoute> Routes { get; }

    public override string? ModelOf(ApiRequest request) =>
        request.TrySegment("endpoint") is { } id ? Endpoint(id)?.Id ?? id : null;

    public override ApiReply NoRoute(ApiRequest request) => ApiReply.Text(404, "404 page not found");

    public override ApiReply Error(int status, int? retryAfterSeconds) => RunPodErrors.Of(status, retryAfterSeconds);

    // An endpoint that does not exist is told before the key is asked for: that is how one probes for it without a key.
    private ApiRoute Route(
        string method, string operation, RequestPhase phase, Func<ApiRequest, RunPodEndpoint, ValueTask<ApiReply>> handler) =>
        new(method, $"/v2/{{endpoint}}/{operation}", phase, request =>
        {
            if (Endpoint(request.Segment("endpoint")) is not { } endpoint)
            {
                return ValueTask.FromResult(RunPodErrors.NoEndpoint());
            }

            return _keys.Check(request, "Bearer") switch
            {
                KeyCheck.Missing => ValueTask.FromResult(RunPodErrors.NoToken()),
                KeyCheck.Unknown => ValueTask.FromResult(RunPodErrors.InvalidToken()),
                _ when phase == RequestPhase.Create && _options.RunPod.LoadBalancers.Contains(request.Segment("endpoint")) =>
                    ValueTask.FromResult(
                        RunPodErrors.Error(400, $"/{operation} is not allowed for LB API, use load balancer endpoint")),
                _ => _limits.GuardAsync(request, operation.Split('/')[0], () => handler(request, endpoint)),
            };
        });

    private RunPodEndpoint? Endpoint(string id) =>
        RunPodEndpoints.Find(_options.RunPod.Endpoints.TryGetValue(id, out var known) ? known : id);

    /// <summary>The job, if the endpoint has it and it has not expired.</summary>
    private SimulatedJob? Find(ApiRequest request)
    {
        var job = _desk.Jobs.Find(request.Segment("id"));
        var now = _desk.Now;
        if (job is not { Provider: SimulatedProvider.RunPod }
            || job.Target != request.Segment("endpoint") || job.Expired(now) || job.Vanished(now))
        {
            return null;
        }

        request.Record.JobId = job.Id;
        return job;
    }

    private ApiReply Read(ApiRequest request) => Find(request) is { } job ? Reply(job) : RunPodErrors.NoJob();

    private async ValueTask<ApiReply> ReadSyncAsync(ApiRequest request)
    {
        if (Find(request) is not { } job)
        {
            return RunPodErrors.NoJob();
        }

        await job.WaitAsync(RunPodSubmit.Wait(request), _desk.Time, request.Aborted);
        return Reply(job);
    }

    // Image workers yield nothing on the way: the stream holds the result once, and is empty before and after.
    private async ValueTask<ApiReply> StreamAsync(ApiRequest request)
    {
        if (Find(request) is not { } job)
        {
            return RunPodErrors.NoJob();
        }

        var wait = request.Query("wait") is null ? StreamHold : RunPodSubmit.Wait(request);
        await job.WaitAsync(wait, _desk.Time, request.Aborted);
        var state = job.State(_desk.Now);
        var chunk = job.Timeline.Over(_desk.Now) && job.TakeStream() ? _writer.Output(job, state) : null;
        return ApiReply.Json(200, (job, state, chunk), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteString("status", RunPodWriter.Status(it.state, it.job));
            json.WriteStartArray("stream");
            if (it.chunk is { } output)
            {
                json.WriteStartObject();
                json.WritePropertyName("output");
                json.WriteRawValue(output.Span, skipInputValidation: true);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private ApiReply Cancel(ApiRequest request)
    {
        if (Find(request) is not { } job)
        {
            return RunPodErrors.NoJob();
        }

        job.Cancel(_desk.Now);
        return IdAndStatus(job);
    }

    private ApiReply Retry(ApiRequest request)
    {
        if (Find(request) is not { } job)
        {
            return RunPodErrors.NoJob();
        }

        if (!job.Retry(_desk.Now))
        {
            return RunPodErrors.Error(400, "job cannot be retried");
        }

        _webhooks.Follow(job);
        return ApiReply.Json(200, job, RunPodWriter.WriteQueued);
    }

    private ApiReply Purge(ApiRequest request)
    {
        var now = _desk.Now;
        var removed = OfEndpoint(request).Count(job => job.State(now) == SimulatedJobState.Queued && job.Cancel(now));
        return ApiReply.Json(200, removed, static (json, count) =>
        {
            json.WriteStartObject();
            json.WriteNumber("removed", count);
            json.WriteString("status", "completed");
            json.WriteEndObject();
        });
    }

    private List<SimulatedJob> OfEndpoint(ApiRequest request)
    {
        var endpoint = request.Segment("endpoint");
        return _desk.Jobs.NewestFirst(job => job.Provider == SimulatedProvider.RunPod && job.Target == endpoint, int.MaxValue);
    }

    private ApiReply Reply(SimulatedJob job) =>
        ApiReply.Json(200, (_writer, job, now: _desk.Now), static (json, it) => it._writer.Write(json, it.job, it.now));

    private ApiReply IdAndStatus(SimulatedJob job) => ApiReply.Json(200, (job, now: _desk.Now), static (json, it) =>
    {
        json.WriteStartObject();
        json.WriteString("id", it.job.Id);
        json.WriteString("status", RunPodWriter.Status(it.job.State(it.now), it.job));
        json.WriteEndObject();
    });
}
