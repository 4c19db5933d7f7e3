using System.Text.Json;
using ImageGeneration.Simulator.Catalogue;
using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>The three routes that create a prediction: by version, by model, by deployment.</summary>
internal sealed class PredictionCreate(SimulatorOptions options, JobDesk desk, PredictionWriter writer)
{
    // Crockford's alphabet, 26 letters of it: what ids look like since 2024.
    private const string IdAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Retention = TimeSpan.FromHours(1);
    private static readonly string[] Members = ["input", "webhook", "webhook_events_filter", "stream"];

    public ValueTask<ApiReply> ByVersionAsync(ApiRequest request)
    {
        if (Body(request, versioned: true, out var body) is { } refusal)
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
        if (ReplicateModels.Find(Slug(request)) is not { Official: true } model)
        {
            return ValueTask.FromResult(ReplicateProblems.NotFound());
        }

        return Body(request, versioned: false, out var body) is { } refusal
            ? ValueTask.FromResult(refusal)
            : CreateAsync(request, body, model, model.Id, model.VersionName);
    }

    public ValueTask<ApiReply> ByDeploymentAsync(ApiRequest request)
    {
        var slug = Slug(request);
        if (!options.ReplicateDeployments.TryGetValue(slug, out var target) || ReplicateModels.Find(target) is not { } model)
        {
            return ValueTask.FromResult(ReplicateProblems.NotFound());
        }

        return Body(request, versioned: false, out var body) is { } refusal
            ? ValueTask.FromResult(refusal)
            : CreateAsync(request, body, model, slug, model.VersionName);
    }

    /// <summary>The model a <c>version</c> names: 64 digits, <c>owner/name:</c> with 64 digits, or an official <c>owner/name</c>.</summary>
    public static (ReplicateModel Model, string Version)? Resolve(string version)
    {
        if (!version.Contains('/', StringComparison.Ordinal))
        {
            return ReplicateModels.FindVersion(version) is { } byId ? (byId, Shown(byId, version)) : null;
        }

        if (version.Split(':') is [var slug, var id])
        {
            return ReplicateModels.FindVersion(id) is { } byBoth && byBoth.Id == slug ? (byBoth, Shown(byBoth, id)) : null;
        }

        return ReplicateModels.Find(version) is { Official: true } official ? (official, official.VersionName) : null;
    }

    private static string Shown(ReplicateModel model, string version) => model.Official ? model.VersionName : version;

    private static string Slug(ApiRequest request) => $"{request.Segment("owner")}/{request.Segment("name")}";

    private static ApiReply? Body(ApiRequest request, bool versioned, out JsonElement body)
    {
        body = default;
        if (request.Json() is not { ValueKind: JsonValueKind.Object } json)
        {
            return ReplicateProblems.NotJson();
        }

        body = json;
        var complaints = new List<InvalidField>();
        if (versioned && (!json.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.String))
        {
            complaints.Add(new InvalidField("required", "", "version is required"));
        }

        if (!json.TryGetProperty("input", out var input))
        {
            complaints.Add(new InvalidField("required", "", "input is required"));
        }
        else if (input.ValueKind != JsonValueKind.Object)
        {
            complaints.Add(new InvalidField("invalid_type", "input", $"Invalid type. Expected: object, given: {Given(input)}"));
        }

        foreach (var member in json.EnumerateObject())
        {
            if (!Members.Contains(member.Name) && !(versioned && member.NameEquals("version")))
            {
                complaints.Add(new InvalidField(
                    "additional_property_not_allowed", "", $"Additional property {member.Name} is not allowed"));
            }
        }

        return complaints.Count > 0 ? ReplicateProblems.InvalidInput(complaints) : null;
    }

    private static string Given(JsonElement value) => value.ValueKind == JsonValueKind.Array ? "array" : "scalar";

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

        var job = desk.Accept(new JobRequest
        {
            Provider = SimulatedProvider.Replicate,
            Id = desk.Dice.Word(IdAlphabet, 26),
            Model = model,
            Target = target,
            Version = version,
            Order = ImageOrder.Read(input, model),
            Input = JsonBytes.Of(input),
            Request = request.Record,
            CancelAfter = cancelAfter,
            RunLimit = RunLimit,
            RunLimitError = "Prediction timed out",
            Retention = Retention,
            OutputRetention = Retention,
        });

        var preference = request.Header("Prefer");
        if (WaitPreference.Read(preference) is not { } wait)
        {
            return Reply(201, job, PredictionView.Created, request);
        }

        await job.WaitAsync(wait, desk.Time, request.Aborted);
        var status = job.Timeline.Over(desk.Now) ? 201 : 202;
        return Reply(status, job, PredictionView.SyncCreated, request).With("preference-applied", preference!);
    }

    private ApiReply Reply(int status, SimulatedJob job, PredictionView view, ApiRequest request) => ApiReply.Json(
        status,
        (writer, job, view, now: desk.Now, request.Origin),
        static (json, it) => it.writer.Write(json, it.job, it.view, it.now, it.Origin));
}
