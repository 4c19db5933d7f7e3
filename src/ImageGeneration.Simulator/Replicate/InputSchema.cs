using System.Globalization;
using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>A model's inputs as Cog describes them: one schema for all, and one of its own for each list of choices.</summary>
internal static class InputSchema
{
    /// <summary>The schema <c>Input</c> and those it refers to.</summary>
    public static JsonObject Create(IReadOnlyList<InputField> fields)
    {
        var required = fields.Where(field => field.Required).Select(field => field.Name).ToList();
        var properties = new JsonObject();
        var schemas = new JsonObject
        {
            ["Input"] = new JsonObject { ["type"] = "object", ["title"] = "Input" }
                .AddIf(required.Count > 0, "required", required.ToJsonArray())
                .AddIf(true, "properties", properties),
        };
        foreach (var field in fields)
        {
            properties[field.Name] = Field(field, properties.Count);
            schemas.AddIf(field.OneOf is not null, field.Name, Choices(field));
        }

        return schemas;
    }

    private static JsonObject Field(InputField field, int order)
    {
        var json = new JsonObject();
        if (field.OneOf is not null)
        {
            json["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/components/schemas/{field.Name}" });
        }
        else
        {
            json["type"] = field.Type;
            json["title"] = Title(field.Name);
        }

        var secret = field.Kind == InputKind.Secret;
        return json
            .AddIf(field.Format is not null, "format", field.Format)
            .AddIf(secret, "writeOnly", true)
            .AddIf(secret, "x-cog-secret", true)
            .AddIf(field.Default is not null, "default", JsonNode.Parse(field.Default?.GetRawText() ?? "null"))
            .AddIf(field.Min is not null, "minimum", field.Min)
            .AddIf(field.Max is not null, "maximum", field.Max)
            .AddIf(true, "x-order", order);
    }

    private static JsonObject Choices(InputField field) => new()
    {
        ["enum"] = field.OneOf?.ToJsonArray(),
        ["type"] = "string",
        ["title"] = field.Name,
        ["description"] = "An enumeration.",
    };

    // num_outputs becomes Num Outputs.
    private static string Title(string name) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name.Replace('_', ' '));
}
