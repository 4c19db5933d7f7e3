using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Faults;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Outputs;
using ImageGeneration.Simulator.Replicate.Files;
using ImageGeneration.Simulator.Webhooks;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Replicate's HTTP API under <c>/v1</c>.</summary>
internal sealed class ReplicateApi : SimulatedApi
{
    private const string ModelRoute = "/v1/models/{owner}/{name}/predictions";
    private readonly ReplicateSimulatorOptions _options;
    private readonly JobScheduler _scheduler;
    private readonly PredictionJson _json;
    private readonly PredictionCreate _create;
    private readonly ReplicateDeployments _deployments;
    private readonly ApiKeys _keys;
    private readonly ReplicateLimits _limits;

    public ReplicateApi(SimulatorOptions options, JobScheduler scheduler, OutputLinks links, JobImages images, WebhookSender sender)
    {
        _options = options.Replicate;
        _scheduler = scheduler;
        _json = new PredictionJson(_options, links, images);
        _keys = new ApiKeys(options.ApiKeys);
        _limits = new ReplicateLimits(options);
        var catalog = new ReplicateCatalog(scheduler);
        var search = new ReplicateSearch(catalog);
        _deployments = new ReplicateDeployments(_options, scheduler, catalog);
        var signer = new WebhookSigner(_options.WebhookSecret ?? WebhookSigner.NewSecret(scheduler.Random));
        var webhooks = new PredictionWebhooks(sender, signer, _json, scheduler.Random);
        _create = new PredictionCreate(_options, scheduler, catalog, _deployments, _json, webhooks);
        Files = new ReplicateFiles(_options, scheduler.Random, new PredictionTime(_options.FractionDigits));
        var list = new PredictionList(scheduler, _json);
        ApiRoute[] routes =
        [
            .. PredictionRoutes(list).Select(Guarded),
            .. TrainingRoutes(new TrainingCreate(_options, scheduler, catalog, _json, webhooks), list).Select(Guarded),
            .. FileRoutes().Select(Guarded),
            .. LookupRoutes(new ReplicateLookups(catalog), webhooks).Select(Guarded),
            .. new ModelEdits(catalog, _deployments).Routes.Select(Guarded),
            .. _deployments.Routes.Select(Guarded),
            .. new ReplicateCollections(catalog).Routes.Select(Guarded),
            Guarded(new("QUERY", "/v1/models", RequestPhase.Lookup, request => ValueTask.FromResult(search.Query(request)))),
            // Signed, so it needs no key; and the search is open to everybody.
            new("GET", "/v1/files/{id}/download", RequestPhase.Download, Files.Download),
            new("GET", "/v1/search", RequestPhase.Lookup, search.Search),
        ];
        Routes = Array.ConvertAll(routes, new ReplicateEdge(_options).InFrontOf);
    }

    public override SimulatedProvider? Provider => SimulatedProvider.Replicate;

    public override string Prefix => "/v1";

    public override IReadOnlyList<ApiRoute> Routes { get; }

    public ReplicateFiles Files { get; }

    public override string? ModelOf(ApiRequest request)
    {
        if (request.TrySegment("id") is { } id)
        {
            return _scheduler.Jobs.Find(id)?.Model.Id;
        }

        if (request.TrySegment("owner") is { } owner)
        {
            var slug = $"{owner}/{request.Segment("name")}";
            return _deployments.Find(slug)?.Model ?? slug;
        }

        return request.Json() is { ValueKind: System.Text.Json.JsonValueKind.Object } body
            && body.TryGetProperty("version", out var version) && version.ValueKind == System.Text.Json.JsonValueKind.String
                ? _create.Resolve(version.GetString()!)?.Model.Id
                : null;
    }

    public override ApiReply NoRoute(ApiRequest request) => ReplicateProblems.NotFound();

    public override ApiReply Error(int status) => ReplicateProblems.For(status);

    public override ApiReply Throttled(RateLimit limit) => ReplicateProblems.Throttled(limit);

    private ApiRoute[] PredictionRoutes(PredictionList list) =>
    [
        new("POST", "/v1/predictions", RequestPhase.Create, _create.ByVersionAsync),
        new("POST", ModelRoute, RequestPhase.Create, _create.ByModelAsync),
        new("POST", "/v1/deployments/{owner}/{name}/predictions", RequestPhase.Create, _create.ByDeploymentAsync),
        new("GET", "/v1/predictions/{id}", RequestPhase.Poll, Read),
        new("POST", "/v1/predictions/{id}/cancel", RequestPhase.Cancel, Cancel),
        new("GET", "/v1/predictions", RequestPhase.List, list.Predictions),
    ];

    private ApiRoute[] TrainingRoutes(TrainingCreate create, PredictionList list) =>
    [
        new("POST", "/v1/models/{owner}/{name}/versions/{version}/trainings", RequestPhase.Create, create.Create),
        new("GET", "/v1/trainings/{id}", RequestPhase.Poll, Read),
        new("POST", "/v1/trainings/{id}/cancel", RequestPhase.Cancel, Cancel),
        new("GET", "/v1/trainings", RequestPhase.List, list.Trainings),
    ];

    private ApiRoute[] FileRoutes() =>
    [
        new("POST", "/v1/files", RequestPhase.Upload, Files.CreateAsync),
        new("GET", "/v1/files", RequestPhase.Lookup, Files.List),
        new("GET", "/v1/files/{id}", RequestPhase.Lookup, Files.Read),
        new("DELETE", "/v1/files/{id}", RequestPhase.Other, Files.Delete),
    ];

    private static ApiRoute[] LookupRoutes(ReplicateLookups lookups, PredictionWebhooks webhooks) =>
    [
        new("GET", "/v1/account", RequestPhase.Lookup, ReplicateLookups.Account),
        new("GET", "/v1/hardware", RequestPhase.Lookup, ReplicateLookups.Hardware),
        new("GET", "/v1/models", RequestPhase.Lookup, lookups.Models),
        new("GET", "/v1/models/{owner}/{name}", RequestPhase.Lookup, lookups.Model),
        new("GET", "/v1/models/{owner}/{name}/readme", RequestPhase.Lookup, lookups.Readme),
        new("GET", "/v1/models/{owner}/{name}/examples", RequestPhase.Lookup, lookups.Examples),
        new("GET", "/v1/models/{owner}/{name}/versions", RequestPhase.Lookup, lookups.Versions),
        new("GET", "/v1/models/{owner}/{name}/versions/{version}", RequestPhase.Lookup, lookups.Version),
        new(
            "GET", "/v1/webhooks/default/secret",
            RequestPhase.Lookup,
            _ => ApiReply.Json(200, new JsonObject { ["key"] = webhooks.Secret })),
    ];

    // Every route asks for the key first and counts against a limit.
    private ApiRoute Guarded(ApiRoute route) => route with
    {
        Handler = request => _keys.Check(request, "Bearer", "Token") switch
        {
            KeyCheck.Missing => ValueTask.FromResult(ReplicateProblems.MissingToken()),
            // The model route words it in its own way.
            KeyCheck.Unknown => ValueTask.FromResult(
                route.Pattern == ModelRoute ? ReplicateProblems.ExpiredToken() : ReplicateProblems.InvalidToken()),
            _ => _limits.GuardAsync(request, route),
        },
    };

    private ApiReply Read(ApiRequest request) => WithJob(request, static _ => PredictionView.Polled);

    private ApiReply Cancel(ApiRequest request) =>
        WithJob(request, job => job.Cancel(_scheduler.Now) ? PredictionView.Canceled : PredictionView.Polled);

    // A training is readable as a prediction too: that is where the answer to its create points.
    private ApiReply WithJob(ApiRequest request, Func<SimulatedJob, PredictionView> act)
    {
        var training = request.Record.Path.StartsWith("/v1/trainings", StringComparison.Ordinal);
        if (_scheduler.Jobs.Find(request.Segment("id")) is not { Provider: SimulatedProvider.Replicate } job
            || (training && job.Training is null))
        {
            return ReplicateProblems.NotFound();
        }

        request.Record.JobId = job.Id;
        return ApiReply.Json(200, _json.Create(job, act(job), _scheduler.Now, request.Origin));
    }
}
