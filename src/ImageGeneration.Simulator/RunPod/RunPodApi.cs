using ImageGeneration.Simulator.Faults;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Outputs;
using ImageGeneration.Simulator.Webhooks;

namespace ImageGeneration.Simulator.RunPod;

/// <summary>Provides RunPod's serverless API under <c>/v2/{endpoint}</c>, without <c>/requests</c>, whose answer no page shows.</summary>
internal sealed class RunPodApi : SimulatedApi
{
    private readonly SimulatorOptions _options;
    private readonly ApiKeys _keys;
    private readonly RunPodLimits _limits;

    public RunPodApi(SimulatorOptions options, JobScheduler scheduler, OutputLinks links, JobImages images, WebhookSender sender)
    {
        _options = options;
        _limits = new RunPodLimits(options, scheduler);
        _keys = new ApiKeys(options.ApiKeys);
        var json = new RunPodJson(options.RunPod, links, images);
        var webhooks = new RunPodWebhooks(sender, json);
        var health = new RunPodHealth(options.RunPod, scheduler);
        var submit = new RunPodSubmit(options.RunPod, scheduler, json, webhooks);
        var jobs = new RunPodJobs(scheduler, json, webhooks);
        Routes =
        [
            Route("POST", "run", RequestPhase.Create, (request, endpoint) => ValueTask.FromResult(submit.Run(request, endpoint))),
            Route("POST", "runsync", RequestPhase.Create, submit.RunSyncAsync),
            Route("GET", "stream/{id}", RequestPhase.Poll, (request, _) => jobs.StreamAsync(request)),
            Route("POST", "stream/{id}", RequestPhase.Poll, (request, _) => jobs.StreamAsync(request)),
            Route("GET", "status/{id}", RequestPhase.Poll, (request, _) => ValueTask.FromResult(jobs.Read(request))),
            Route("POST", "status/{id}", RequestPhase.Poll, (request, _) => ValueTask.FromResult(jobs.Read(request))),
            Route("GET", "status-sync/{id}", RequestPhase.Poll, (request, _) => jobs.ReadSyncAsync(request)),
            Route("POST", "status-sync/{id}", RequestPhase.Poll, (request, _) => jobs.ReadSyncAsync(request)),
            Route("POST", "cancel/{id}", RequestPhase.Cancel, (request, _) => ValueTask.FromResult(jobs.Cancel(request))),
            Route("POST", "retry/{id}", RequestPhase.Other, (request, _) => ValueTask.FromResult(jobs.Retry(request))),
            Route("POST", "purge-queue", RequestPhase.Cancel, (request, _) => ValueTask.FromResult(jobs.Purge(request))),
            Route("GET", "health", RequestPhase.Lookup, (request, endpoint) => ValueTask.FromResult(health.Read(request.Segment("endpoint"), endpoint))),
        ];
    }

    public override SimulatedProvider? Provider => SimulatedProvider.RunPod;

    public override string Prefix => "/v2";

    public override IReadOnlyList<ApiRoute> Routes { get; }

    public override string? ModelOf(ApiRequest request) =>
        request.TrySegment("endpoint") is { } id ? Endpoint(id)?.Id ?? id : null;

    public override ApiReply NoRoute(ApiRequest request) => ApiReply.Text(404, "404 page not found");

    public override ApiReply Error(int status) => RunPodErrors.For(status);

    public override ApiReply Throttled(RateLimit limit) => RunPodErrors.Throttled(limit);

    // An endpoint that does not exist is reported before the key is checked, so that one can be probed without a key.
    private ApiRoute Route(
        string method, string operation, RequestPhase phase, Func<ApiRequest, RunPodEndpoint, ValueTask<ApiReply>> handler) =>
        new(method, $"/v2/{{endpoint}}/{operation}", phase, request =>
        {
            if (Endpoint(request.Segment("endpoint")) is not { } endpoint)
            {
                return ValueTask.FromResult(RunPodErrors.NoEndpoint());
            }

            // The vendor's own samples send the key alone, too.
            return _keys.Check(request, "Bearer", "") switch
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
}
