using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Represents a collection: its name, its description, and its models.</summary>
internal sealed record ReplicateCollection(string Slug, string Name, string Description, IReadOnlyList<string> Models)
{
    /// <summary>Returns the members that every route has.</summary>
    public JsonObject ToJson() => new() { ["name"] = Name, ["slug"] = Slug, ["description"] = Description };
}

/// <summary><c>GET /collections</c> and <c>GET /collections/{slug}</c>: the simulator's models by what they do.</summary>
internal sealed class ReplicateCollections(ReplicateCatalog catalog)
{
    public static IReadOnlyList<ReplicateCollection> All { get; } =
    [
        new(
            "text-to-image",
            "Text to image",
            "Models that generate images from text prompts",
            Slugs(model => model.Output != ReplicateOutput.Text && model.Inputs.Any(field => field.Name == "prompt"))),
        new(
            "super-resolution",
            "Super resolution",
            "Models that make high-quality images of low-quality ones",
            Slugs(model => model.Inputs.Any(field => field.Name == "scale"))),
        new(
            "language-models",
            "Language models",
            "Models that understand and write text",
            Slugs(model => model.Output == ReplicateOutput.Text)),
    ];

    public ApiRoute[] Routes =>
    [
        new("GET", "/v1/collections", RequestPhase.Lookup, List),
        new("GET", "/v1/collections/{slug}", RequestPhase.Lookup, Read),
    ];

    private static ApiReply List(ApiRequest request) => Page.Create(request, All, _ => 0, collection => collection.ToJson());

    private ApiReply Read(ApiRequest request)
    {
        if (All.FirstOrDefault(collection => collection.Slug == request.Segment("slug")) is not { } found)
        {
            return ReplicateProblems.NotFound();
        }

        var json = found.ToJson();
        json["full_description"] = $"## {found.Name}\n\n{found.Description}.\n";
        json["models"] = found.Models.Select(slug => ModelJson.Model(catalog.Find(slug)!)).ToJsonArray();
        return ApiReply.Json(200, json);
    }

    private static string[] Slugs(Func<ReplicateModel, bool> belongs) =>
        [.. ReplicateModels.All.Where(belongs).Select(model => model.Id)];
}
