using System.Text.Json;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>A collection: what it is called, what it is for, and the models in it.</summary>
internal sealed record ReplicateCollection(string Slug, string Name, string Description, IReadOnlyList<string> Models)
{
    /// <summary>Writes the members that every route has.</summary>
    public void WriteHead(Utf8JsonWriter json)
    {
        json.WriteString("name", Name);
        json.WriteString("slug", Slug);
        json.WriteString("description", Description);
    }
}

/// <summary><c>GET /collections</c> and <c>GET /collections/{slug}</c>: the simulator's models by what they do.</summary>
internal sealed class ReplicateCollections(ReplicateCatalogue catalogue)
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
        ApiRoute.Get("/v1/collections", RequestPhase.Lookup, List),
        ApiRoute.Get("/v1/collections/{slug}", RequestPhase.Lookup, Read),
    ];

    private static ApiReply List(ApiRequest request) => Page.Of(request, All, _ => 0, static (json, collection) =>
    {
        json.WriteStartObject();
        collection.WriteHead(json);
        json.WriteEndObject();
    });

    private ApiReply Read(ApiRequest request) =>
        All.FirstOrDefault(collection => collection.Slug == request.Segment("slug")) is { } found
            ? ApiReply.Json(200, (found, catalogue), static (json, it) =>
            {
                json.WriteStartObject();
                it.found.WriteHead(json);
                json.WriteString("full_description", $"## {it.found.Name}\n\n{it.found.Description}.\n");
                json.WriteStartArray("models");
                foreach (var slug in it.found.Models)
                {
                    ModelWriter.WriteModel(json, it.catalogue.Find(slug)!);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            })
            : ReplicateProblems.NotFound();

    private static string[] Slugs(Func<ReplicateModel, bool> belongs) =>
        [.. ReplicateModels.All.Where(belongs).Select(model => model.Id)];
}
