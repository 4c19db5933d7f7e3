using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Answers what is free to read: account, hardware, models and versions.</summary>
internal sealed class ReplicateLookups(ReplicateCatalog catalog)
{
    /// <summary>The account that every key belongs to.</summary>
    public const string Owner = "acme";

    private static readonly (string Sku, string Name)[] Machines =
    [
        ("cpu", "CPU"), ("gpu-t4", "Nvidia T4 GPU"), ("gpu-a40-small", "Nvidia A40 GPU"), ("gpu-a40-large", "Nvidia A40 (Large) GPU"),
    ];

    /// <summary>The member <c>hardware</c> of bodies: one of these machines.</summary>
    public static InputField HardwareField { get; } = InputField.Text("hardware", [.. Machines.Select(machine => machine.Sku)]);

    public static ApiReply Account(ApiRequest request) => ApiReply.Json(200, AccountJson());

    public static JsonObject AccountJson() => new()
    {
        ["type"] = "organization",
        ["username"] = Owner,
        ["name"] = "Acme Corp, Inc. (simulated)",
        ["github_url"] = "https://github.com/acme",
    };

    public static ApiReply Hardware(ApiRequest request) => ApiReply.Json(
        200, Machines.Select(machine => new JsonObject { ["sku"] = machine.Sku, ["name"] = machine.Name }).ToJsonArray());

    /// <summary><c>GET /models</c>: the public ones, the newest version first unless the query says otherwise.</summary>
    public ApiReply Models(ApiRequest request)
    {
        var by = request.Query("sort_by") ?? "latest_version_created_at";
        var direction = request.Query("sort_direction") ?? "desc";
        if (by is not ("latest_version_created_at" or "model_created_at") || direction is not ("asc" or "desc"))
        {
            return ReplicateProblems.NotJson();
        }

        var models = catalog.All()
            .Where(model => model.Visibility == "public")
            .OrderBy(
                model => by != "model_created_at" && model.Versions is [var latest, ..] ? latest.CreatedAt : model.CreatedAt,
                StringComparer.Ordinal)
            .ToList();
        return Reply(direction == "asc" ? models : Enumerable.Reverse(models));
    }

    /// <summary>A page with these models, which are few enough for one.</summary>
    public static ApiReply Reply(IEnumerable<ReplicateModel> models) => Page.Create(models.Select(ModelJson.Model));

    public ApiReply Model(ApiRequest request) =>
        Find(request) is { } model ? ApiReply.Json(200, ModelJson.Model(model)) : ReplicateProblems.NotFound();

    public ApiReply Versions(ApiRequest request) =>
        Find(request) is { } model
            ? Page.Create(model.Versions.Select(version => ModelJson.Version(model, version)))
            : ReplicateProblems.NotFound();

    public ApiReply Version(ApiRequest request) =>
        Find(request) is { } model && model.Versions.FirstOrDefault(version => version.Id == request.Segment("version")) is { } found
            ? ApiReply.Json(200, ModelJson.Version(model, found))
            : ReplicateProblems.NotFound();

    /// <summary><c>GET …/readme</c>: Markdown, or 404 with nothing in it.</summary>
    public ApiReply Readme(ApiRequest request)
    {
        var model = Find(request);
        var readme = model is null || catalog.IsOwn(model.Id) ? model?.Readme : $"# {model.Name}\n\n{model.Description}\n";
        return readme is null ? new ApiReply { Status = 404 } : ApiReply.Text(200, readme);
    }

    /// <summary>Answers <c>GET …/examples</c>: the author's predictions, of which the models here have none.</summary>
    public ApiReply Examples(ApiRequest request) => Find(request) is null ? ReplicateProblems.NotFound() : Reply([]);

    private ReplicateModel? Find(ApiRequest request) => catalog.Find($"{request.Segment("owner")}/{request.Segment("name")}");
}
