using System.Globalization;
using System.Text.Json;
using ImageGeneration.Simulator.Catalogue;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Writes a model's inputs as Cog does: one schema for all, and one of its own for each list of choices.</summary>
internal static class InputSchema
{
    /// <summary>Writes the members <c>Input</c> and those it refers to.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<InputField> fields)
    {
        json.WriteStartObject("Input");
        json.WriteString("type", "object");
        json.WriteString("title", "Input");
        if (fields.Any(field => field.Required))
        {
            json.WriteStartArray("required");
            foreach (var field in fields.Where(field => field.Required))
            {
                json.WriteStringValue(field.Name);
            }

            json.WriteEndArray();
        }

        json.WriteStartObject("properties");
        for (var order = 0; order < fields.Count; order++)
        {
            WriteField(json, fields[order], order);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        foreach (var field in fields.Where(field => field.OneOf is not null))
        {
            WriteChoices(json, field);
        }
    }

    private static void WriteField(Utf8JsonWriter json, InputField field, int order)
    {
        json.WriteStartObject(field.Name);
        if (field.OneOf is not null)
        {
            json.WriteStartArray("allOf");
            json.WriteStartObject();
            json.WriteString("$ref", $"#/components/schemas/{field.Name}");
            json.WriteEndObject();
            json.WriteEndArray();
        }
        else
        {
            WriteType(json, field);
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

        json.WriteNumber("x-order", order);
        json.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter json, InputField field)
    {
        json.WriteString("type", field.Kind switch
        {
            InputKind.Integer => "integer",
            InputKind.Number => "number",
            InputKind.Boolean => "boolean",
            _ => "string",
        });
        json.WriteString("title", Title(field.Name));
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
    }

    private static void WriteChoices(Utf8JsonWriter json, InputField field)
    {
        json.WriteStartObject(field.Name);
        json.WriteStartArray("enum");
        foreach (var value in field.OneOf!)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
        json.WriteString("type", "string");
        json.WriteString("title", field.Name);
        json.WriteString("description", "An enumeration.");
        json.WriteEndObject();
    }

    // num_outputs becomes Num Outputs.
    private static string Title(string name) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name.Replace('_', ' '));
}
