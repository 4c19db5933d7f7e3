using System.Text.Json;
using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>The three routes that create a prediction: by version, by model, by deployment.</summary>
internal sealed class PredictionCreate(
    ReplicateSimulatorOptions options,
    JobScheduler scheduler,
    ReplicateCatalog catalog,
    ReplicateDeployments deployments,
    PredictionJson json,
    PredictionWebhooks webhooks)
{
    // Crockford's alphabet, 26 letters of it: what ids look like since 2024.
    public const string IdAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    public ValueTask<ApiReply> ByVersionAsync(ApiRequest request)
    {
        if (CreateBody.Read(request, "version", out var body) is { } refusal)
        {
            return ValueTask.FromResult(refusal);
        }

        var version = body.GetProperty("version").GetString() ?? "";
        return Resolve(version) is { } found
            ? CreateAsync(request, body, found.Model, found.Model.Id, found.Version)
            : ValueTask.FromResult(ReplicateProblems.InvalidVersion());
    }

    public ValueTask<ApiReply> ByModelAsync(ApiRequest request)
    {
        if (catalog.Find(Slug(request)) is not { Official: true } model)
        {
            return ValueTask.FromResult(ReplicateProblems.NotFound());
        }

        return CreateBody.Read(request, extra: null, out var body) is { } refusal
            ? ValueTask.FromResult(refusal)
            : CreateAsync(request, body, model, model.Id, model.VersionName);
    }

    public ValueTask<ApiReply> ByDeploymentAsync(ApiRequest request)
    {
        var slug = Slug(request);
        if (deployments.Find(slug) is not { } deployment || catalog.FindVersion(deployment.Version) is not { } model)
        {
            return ValueTask.FromResult(ReplicateProblems.NotFound());
        }

        return CreateBody.Read(request, extra: null, out var body) is { } refusal
            ? ValueTask.FromResult(refusal)
            : CreateAsync(request, body, model, slug, Shown(model, deployment.Version));
    }

    /// <summary>The model a <c>version</c> names: 64 digits, <c>owner/name:</c> with 64 digits, or an official <c>owner/name</c>.</summary>
    public (ReplicateModel Model, string Version)? Resolve(string version)
    {
        if (!version.Contains('/', StringComparison.Ordinal))
        {
            return catalog.FindVersion(version) is { } byId ? (byId, Shown(byId, version)) : null;
        }

        if (version.Split(':') is [var slug, var id])
        {
            return catalog.FindVersion(id) is { } byBoth && byBoth.Id == slug ? (byBoth, Shown(byBoth, id)) : null;
        }

        return catalog.Find(version) is { Official: true } official ? (official, official.VersionName) : null;
    }

    private static string Shown(ReplicateModel model, string version) => model.Official ? model.VersionName : version;

    private static string Slug(ApiRequest request) => $"{request.Segment("owner")}/{request.Segment("name")}";

    private string Version(ReplicateModel model, string asked) => options.Versions switch
    {
        ReplicateVersions.Deployment => $"dp-{model.Versions[0].Id[..32]}",
        ReplicateVersions.Rewritten => model.Versions[0].Id,
        _ => asked,
    };

    private async ValueTask<ApiReply> CreateAsync(
        ApiRequest request, JsonElement body, ReplicateModel model, string target, string version)
    {
        var input = body.GetProperty("input");
        if (InputValidator.Check(input, model.Inputs) is { Count: > 0 } complaints)
        {
            return ReplicateProblems.InvalidInput(complaints);
        }

        if (!CancelAfter.TryRead(request.Header("Cancel-After"), out var cancelAfter))
        {
            return ReplicateProblems.InvalidHeader("Cancel-After must be a duration between 5 seconds and 24 hours");
        }

        var job = scheduler.Accept(new JobRequest
        {
            Provider = SimulatedProvider.Replicate,
            Id = scheduler.Random.Word(IdAlphabet, 26),
            Model = model,
            Target = target,
            Version = Version(model, version),
            Order = ImageOrder.Read(input, model) is var order && model.Output == ReplicateOutput.Text ? order with { Count = 0 } : order,
            Input = input.ToUtf8(),
            Request = request.Record,
            CancelAfter = cancelAfter,
            RunLimit = options.RunLimit,
            RunLimitError = "Prediction timed out",
            Retention = options.Retention,
            OutputRetention = options.Retention,
            Webhook = CreateBody.Webhook(body),
        });
        webhooks.Follow(job, request.Origin);

        var preference = request.Header("Prefer");
        if (WaitPreference.Read(preference) is not { } wait)
        {
            return Reply(201, job, PredictionView.Created, request);
        }

        await job.WaitAsync(wait, scheduler.Time, request.Aborted);
        var reply = job.Timeline.Over(scheduler.Now)
            ? Reply(201, job, PredictionView.SyncCreated, request)
            : Reply(options.UnfinishedSyncStatus, job, PredictionView.SyncUnfinished, request);
        return reply.With("preference-applied", preference!);
    }

    private ApiReply Reply(int status, SimulatedJob job, PredictionView view, ApiRequest request)
    {
        var reply = ApiReply.Json(status, json.Create(job, view, scheduler.Now, request.Origin));
        return options.SendLocation ? reply.With("Location", $"{request.Origin}/v1/predictions/{job.Id}") : reply;
    }
}
