using System.Text.Json;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>What costs nothing to read: account, hardware, models and versions.</summary>
internal sealed class ReplicateLookups(ReplicateCatalogue catalogue)
{
    /// <summary>The account that every key belongs to.</summary>
    public const string Owner = "acme";

    private static readonly (string Sku, string Name)[] Machines =
    [
        ("cpu", "CPU"), ("gpu-t4", "Nvidia T4 GPU"), ("gpu-a40-small", "Nvidia A40 GPU"), ("gpu-a40-large", "Nvidia A40 (Large) GPU"),
    ];

    public static ApiReply Account(ApiRequest request) => ApiReply.Json(200, 0, static (json, _) =>
    {
        json.WriteStartObject();
        json.WriteString("type", "organization");
        json.WriteString("username", Owner);
        json.WriteString("name", "Acme Corp, Inc. (simulated)");
        json.WriteString("github_url", "https://github.com/acme");
        json.WriteEndObject();
    });

    public static ApiReply Hardware(ApiRequest request) => ApiReply.Json(200, Machines, static (json, machines) =>
    {
        json.WriteStartArray();
        foreach (var (sku, name) in machines)
        {
            json.WriteStartObject();
            json.WriteString("sku", sku);
            json.WriteString("name", name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public ApiReply Models(ApiRequest request) => Reply(catalogue.All());

    /// <summary>A page with these models, which are few enough for one.</summary>
    public static ApiReply Reply(IEnumerable<ReplicateModel> models) => ApiReply.Json(200, models, static (json, models) =>
    {
        json.WriteStartObject();
        json.WriteNull("previous");
        json.WriteNull("next");
        json.WriteStartArray("results");
        foreach (var model in models)
        {
            ModelWriter.WriteModel(json, model);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public ApiReply Model(ApiRequest request) =>
        Find(request) is { } model ? ApiReply.Json(200, model, ModelWriter.WriteModel) : ReplicateProblems.NotFound();

    public ApiReply Versions(ApiRequest request) =>
        Find(request) is { } model ? ApiReply.Json(200, model, ModelWriter.WriteVersions) : ReplicateProblems.NotFound();

    public ApiReply Version(ApiRequest request)
    {
        var model = Find(request);
        var version = model?.Versions.FirstOrDefault(candidate => candidate.Id == request.Segment("version"));
        return version is null
            ? ReplicateProblems.NotFound()
            : ApiReply.Json(200, (model!, version), static (json, it) => ModelWriter.WriteVersion(json, it.Item1, it.version));
    }

    /// <summary><c>POST /models</c>: the destination of a training.</summary>
    public ApiReply Create(ApiRequest request)
    {
        if (request.Json() is not { ValueKind: JsonValueKind.Object } body)
        {
            return ReplicateProblems.NotJson();
        }

        var missing = ((string[])["owner", "name", "visibility", "hardware"])
            .Where(name => !body.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
            .Select(name => new InvalidField("required", "", $"{name} is required"))
            .ToList();
        if (missing.Count > 0)
        {
            return ReplicateProblems.InvalidInput(missing);
        }

        var slug = $"{body.GetProperty("owner").GetString()}/{body.GetProperty("name").GetString()}";
        return catalogue.Add(slug, body.GetProperty("visibility").GetString()!, request.Time) is { } model
            ? ApiReply.Json(201, model, ModelWriter.WriteModel)
            : ReplicateProblems.Conflict("A model with that name and owner already exists");
    }

    private ReplicateModel? Find(ApiRequest request) => catalogue.Find($"{request.Segment("owner")}/{request.Segment("name")}");
}
