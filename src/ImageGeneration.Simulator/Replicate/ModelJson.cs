using System.Text.Json.Nodes;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Models and versions as JSON, with the schema of the inputs that validation uses too.</summary>
internal static class ModelJson
{
    public static JsonObject Model(ReplicateModel model) => new()
    {
        ["url"] = $"https://replicate.com/{model.Id}",
        ["owner"] = model.Owner,
        ["name"] = model.Name,
        ["description"] = model.Description,
        ["visibility"] = model.Visibility,
        ["is_official"] = model.Official,
        ["run_count"] = 0,
        ["cover_image_url"] = model.Links.GetValueOrDefault("cover_image_url"),
        ["default_example"] = null,
        ["github_url"] = model.Links.GetValueOrDefault("github_url"),
        ["license_url"] = model.Links.GetValueOrDefault("license_url"),
        ["paper_url"] = model.Links.GetValueOrDefault("paper_url"),
        ["weights_url"] = model.Links.GetValueOrDefault("weights_url"),
        ["created_at"] = model.CreatedAt,
        ["latest_version"] = model.Versions is [var latest, ..] ? Version(model, latest) : null,
    };

    public static JsonObject Version(ReplicateModel model, ReplicateVersion version)
    {
        var schemas = InputSchema.Create(model.Inputs);
        schemas["Output"] = Output(model.Output);
        return new()
        {
            ["id"] = version.Id,
            ["created_at"] = version.CreatedAt,
            ["cog_version"] = version.CogVersion,
            ["openapi_schema"] = new JsonObject
            {
                ["openapi"] = "3.0.2",
                ["info"] = new JsonObject { ["title"] = "Cog", ["version"] = "0.1.0" },
                ["paths"] = new JsonObject(),
                ["components"] = new JsonObject { ["schemas"] = schemas },
            },
        };
    }

    private static JsonObject Output(ReplicateOutput output) => output switch
    {
        ReplicateOutput.Image => new() { ["type"] = "string", ["format"] = "uri", ["title"] = "Output" },
        ReplicateOutput.Images => new()
        {
            ["type"] = "array",
            ["items"] = new JsonObject { ["type"] = "string", ["format"] = "uri" },
            ["title"] = "Output",
        },
        _ => new()
        {
            ["type"] = "array",
            ["items"] = new JsonObject { ["type"] = "string" },
            ["title"] = "Output",
            ["x-cog-array-type"] = "iterator",
            ["x-cog-array-display"] = "concatenate",
        },
    };
}
