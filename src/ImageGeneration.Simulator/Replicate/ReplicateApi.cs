using System.Globalization;
using System.Text.Json;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Outputs;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Replicate's HTTP API under <c>/v1</c>.</summary>
internal sealed class ReplicateApi : ProviderApi
{
    private const int RealCreatesPerMinute = 600;
    private const int RealReadsPerMinute = 3000;
    private readonly SimulatorOptions _options;
    private readonly JobDesk _desk;
    private readonly PredictionWriter _writer;
    private readonly ApiKeys _keys;
    private readonly TokenBucket _creates;
    private readonly TokenBucket _reads;

    public ReplicateApi(SimulatorOptions options, JobDesk desk, OutputLinks links, JobImages images)
    {
        _options = options;
        _desk = desk;
        _writer = new PredictionWriter(options, links, images);
        _keys = new ApiKeys(options.ApiKeys);
        _creates = Bucket(options.ReplicateCreatesPerMinute ?? RealCreatesPerMinute, options.TimeProvider);
        _reads = Bucket(options.ReplicateReadsPerMinute ?? RealReadsPerMinute, options.TimeProvider);
        var create = new PredictionCreate(options, desk, _writer);
        var list = new PredictionList(desk, _writer);
        Routes =
        [
            .. ((ApiRoute[])
            [
                new("POST", "/v1/predictions", RequestPhase.Create, create.ByVersionAsync),
                new("POST", "/v1/models/{owner}/{name}/predictions", RequestPhase.Create, create.ByModelAsync),
                new("POST", "/v1/deployments/{owner}/{name}/predictions", RequestPhase.Create, create.ByDeploymentAsync),
                ApiRoute.Get("/v1/predictions/{id}", RequestPhase.Poll, Read),
                ApiRoute.Post("/v1/predictions/{id}/cancel", RequestPhase.Cancel, Cancel),
                ApiRoute.Get("/v1/predictions", RequestPhase.List, list.Read),
                ApiRoute.Get("/v1/account", RequestPhase.Lookup, _ => ApiReply.Json(200, 0, WriteAccount)),
                ApiRoute.Get("/v1/hardware", RequestPhase.Lookup, _ => ApiReply.Json(200, 0, WriteHardware)),
                ApiRoute.Get("/v1/models/{owner}/{name}", RequestPhase.Lookup, ReadModel),
                ApiRoute.Get("/v1/models/{owner}/{name}/versions", RequestPhase.Lookup, ReadVersions),
                ApiRoute.Get("/v1/models/{owner}/{name}/versions/{version}", RequestPhase.Lookup, ReadVersion),
            ]).Select(Guarded),
        ];
    }

    public override SimulatedProvider Provider => SimulatedProvider.Replicate;

    public override string Prefix => "/v1/";

    public override IReadOnlyList<ApiRoute> Routes { get; }

    public override string? ModelOf(ApiRequest request)
    {
        if (request.TrySegment("id") is { } id)
        {
            return _desk.Jobs.Find(id)?.Model.Id;
        }

        if (request.TrySegment("owner") is { } owner)
        {
            var slug = $"{owner}/{request.Segment("name")}";
            return _options.ReplicateDeployments.TryGetValue(slug, out var target) ? target : slug;
        }

        return request.Json() is { ValueKind: JsonValueKind.Object } body
            && body.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.String
                ? PredictionCreate.Resolve(version.GetString()!)?.Model.Id
                : null;
    }

    public override ApiReply NoRoute(ApiRequest request) => ReplicateProblems.NotFound();

    public override ApiReply Error(int status, int? retryAfterSeconds) => ReplicateProblems.Of(status, retryAfterSeconds);

    // Every route asks for the key first and counts against a limit; the headers tell how much of it is left.
    private ApiRoute Guarded(ApiRoute route) => route with
    {
        Handler = async request =>
        {
            switch (_keys.Check(request, "Bearer", "Token"))
            {
                case KeyCheck.Missing:
                    return ReplicateProblems.MissingKey();
                case KeyCheck.Unknown:
                    return ReplicateProblems.UnknownKey();
            }

            var create = route.Phase == RequestPhase.Create;
            var enforced = create ? _options.ReplicateCreatesPerMinute : _options.ReplicateReadsPerMinute;
            var (remaining, wait) = (create ? _creates : _reads).Take();
            var reply = remaining < 0 && enforced is not null
                ? ReplicateProblems.Throttled((int)Math.Ceiling(wait.TotalSeconds))
                : await route.Handler(request);
            return reply
                .With("ratelimit-remaining", Math.Max(remaining, 0).ToString(CultureInfo.InvariantCulture))
                .With("ratelimit-reset", "1");
        },
    };

    private static TokenBucket Bucket(int perMinute, TimeProvider time) => new(perMinute, perMinute, time);

    private ApiReply Read(ApiRequest request) => WithJob(request, PredictionView.Polled);

    private ApiReply Cancel(ApiRequest request)
    {
        var canceled = _desk.Jobs.Find(request.Segment("id"))?.Cancel(_desk.Now) ?? false;
        return WithJob(request, canceled ? PredictionView.Canceled : PredictionView.Polled);
    }

    private ApiReply WithJob(ApiRequest request, PredictionView view)
    {
        if (_desk.Jobs.Find(request.Segment("id")) is not { Provider: SimulatedProvider.Replicate } job)
        {
            return ReplicateProblems.NotFound();
        }

        request.Record.JobId = job.Id;
        return ApiReply.Json(
            200,
            (_writer, job, view, now: _desk.Now, request.Origin),
            static (json, it) => it._writer.Write(json, it.job, it.view, it.now, it.Origin));
    }

    private static ReplicateModel? Model(ApiRequest request) =>
        ReplicateModels.Find($"{request.Segment("owner")}/{request.Segment("name")}");

    private static ApiReply ReadModel(ApiRequest request) =>
        Model(request) is { } model ? ApiReply.Json(200, model, ModelWriter.WriteModel) : ReplicateProblems.NotFound();

    private static ApiReply ReadVersions(ApiRequest request) =>
        Model(request) is { } model ? ApiReply.Json(200, model, ModelWriter.WriteVersions) : ReplicateProblems.NotFound();

    private static ApiReply ReadVersion(ApiRequest request)
    {
        var model = Model(request);
        var version = model?.Versions.FirstOrDefault(candidate => candidate.Id == request.Segment("version"));
        return version is null
            ? ReplicateProblems.NotFound()
            : ApiReply.Json(200, (model!, version), static (json, it) => ModelWriter.WriteVersion(json, it.Item1, it.version));
    }

    private static void WriteAccount(Utf8JsonWriter json, int unused)
    {
        json.WriteStartObject();
        json.WriteString("type", "organization");
        json.WriteString("username", "acme");
        json.WriteString("name", "Acme Corp, Inc. (simulated)");
        json.WriteString("github_url", "https://github.com/acme");
        json.WriteEndObject();
    }

    private static void WriteHardware(Utf8JsonWriter json, int unused)
    {
        (string Sku, string Name)[] hardware =
        [
            ("cpu", "CPU"), ("gpu-t4", "Nvidia T4 GPU"), ("gpu-a40-small", "Nvidia A40 GPU"), ("gpu-a40-large", "Nvidia A40 (Large) GPU"),
        ];
        json.WriteStartArray();
        foreach (var (sku, name) in hardware)
        {
            json.WriteStartObject();
            json.WriteString("sku", sku);
            json.WriteString("name", name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
