using System.Text.Json;
using ImageGeneration.Simulator.Catalogue;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Writes models and versions, with the schema of the inputs that validation uses too.</summary>
internal static class ModelWriter
{
    public static void WriteModel(Utf8JsonWriter json, ReplicateModel model)
    {
        json.WriteStartObject();
        json.WriteString("url", $"https://replicate.com/{model.Id}");
        json.WriteString("owner", model.Owner);
        json.WriteString("name", model.Name);
        json.WriteString("description", model.Description);
        json.WriteString("visibility", model.Visibility);
        json.WriteBoolean("is_official", model.Official);
        json.WriteNumber("run_count", 0);
        json.WriteString("created_at", model.CreatedAt);
        json.WritePropertyName("latest_version");
        if (model.Versions.Count > 0)
        {
            WriteVersion(json, model, model.Versions[0]);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
    }

    public static void WriteVersions(Utf8JsonWriter json, ReplicateModel model)
    {
        json.WriteStartObject();
        json.WriteNull("previous");
        json.WriteNull("next");
        json.WriteStartArray("results");
        foreach (var version in model.Versions)
        {
            WriteVersion(json, model, version);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteVersion(Utf8JsonWriter json, ReplicateModel model, ReplicateVersion version)
    {
        json.WriteStartObject();
        json.WriteString("id", version.Id);
        json.WriteString("created_at", version.CreatedAt);
        json.WriteString("cog_version", version.CogVersion);
        json.WriteStartObject("openapi_schema");
        json.WriteString("openapi", "3.0.2");
        json.WriteStartObject("info");
        json.WriteString("title", "Cog");
        json.WriteString("version", "0.1.0");
        json.WriteEndObject();
        json.WriteStartObject("components");
        json.WriteStartObject("schemas");
        WriteInput(json, model.Inputs);
        WriteOutput(json, model.SingleOutput);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteInput(Utf8JsonWriter json, IReadOnlyList<InputField> fields)
    {
        json.WriteStartObject("Input");
        json.WriteString("type", "object");
        json.WriteString("title", "Input");
        json.WriteStartArray("required");
        foreach (var field in fields.Where(field => field.Required))
        {
            json.WriteStringValue(field.Name);
        }

        json.WriteEndArray();
        json.WriteStartObject("properties");
        for (var order = 0; order < fields.Count; order++)
        {
            WriteField(json, fields[order], order);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, InputField field, int order)
    {
        json.WriteStartObject(field.Name);
        json.WriteString("type", field.Kind switch
        {
            InputKind.Integer => "integer",
            InputKind.Number => "number",
            InputKind.Boolean => "boolean",
            _ => "string",
        });
        json.WriteString("title", field.Name);
        json.WriteNumber("x-order", order);
        if (field.Kind == InputKind.Uri)
        {
            json.WriteString("format", "uri");
        }
        else if (field.Kind == InputKind.Secret)
        {
            json.WriteString("format", "password");
            json.WriteBoolean("writeOnly", true);
            json.WriteBoolean("x-cog-secret", true);
        }

        WriteLimits(json, field);
        json.WriteEndObject();
    }

    private static void WriteLimits(Utf8JsonWriter json, InputField field)
    {
        if (field.OneOf is { } values)
        {
            json.WriteStartArray("enum");
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }

        if (field.Default is { } initial)
        {
            json.WritePropertyName("default");
            json.WriteRawValue(initial);
        }

        if (field.Min is { } min)
        {
            json.WriteNumber("minimum", min);
        }

        if (field.Max is { } max)
        {
            json.WriteNumber("maximum", max);
        }
    }

    private static void WriteOutput(Utf8JsonWriter json, bool single)
    {
        json.WriteStartObject("Output");
        json.WriteString("type", single ? "string" : "array");
        if (single)
        {
            json.WriteString("format", "uri");
        }
        else
        {
            json.WriteStartObject("items");
            json.WriteString("type", "string");
            json.WriteString("format", "uri");
            json.WriteEndObject();
        }

        json.WriteString("title", "Output");
        json.WriteEndObject();
    }
}
