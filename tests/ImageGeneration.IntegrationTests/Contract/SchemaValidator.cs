using System.Globalization;
using System.Text.Json;

namespace ImageGeneration.IntegrationTests.Contract;

/// <summary>
/// The part of JSON Schema that OpenAPI documents use: references, types, nullable, enums, members, items, formats. Stricter in one thing:
/// a member that a schema does not name is wrong where it names others and does not say that more may come.
/// </summary>
/// <param name="document">The document, to which references point.</param>
/// <param name="undeclared">Members that are right all the same.</param>
internal sealed class SchemaValidator(JsonElement document, params IReadOnlyCollection<string> undeclared)
{
    /// <summary>What is wrong with a value, each complaint with its path; empty when nothing is.</summary>
    public IReadOnlyList<string> Check(JsonElement value, JsonElement schema)
    {
        var complaints = new List<string>();
        Check(value, schema, "$", complaints);
        return complaints;
    }

    private void Check(JsonElement value, JsonElement schema, string path, List<string> complaints)
    {
        schema = Resolve(schema);
        if (value.ValueKind == JsonValueKind.Null && schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean())
        {
            return;
        }

        foreach (var name in (string[])["oneOf", "anyOf"])
        {
            // Documents mean "any of these" by both: a version may be a string, or the string "hidden".
            if (schema.TryGetProperty(name, out var choices) && !choices.EnumerateArray().Any(choice => Check(value, choice).Count == 0))
            {
                complaints.Add($"{path} fits none of {name}");
            }
        }

        if (schema.TryGetProperty("allOf", out var all))
        {
            foreach (var part in all.EnumerateArray())
            {
                Check(value, part, path, complaints);
            }
        }

        if (schema.TryGetProperty("type", out var type) && !HasType(value, type.GetString()!))
        {
            complaints.Add($"{path} is {value.ValueKind}, not {type.GetString()}");
            return;
        }

        if (schema.TryGetProperty("enum", out var values) && !values.EnumerateArray().Any(item => JsonElement.DeepEquals(item, value)))
        {
            complaints.Add($"{path} is {value.GetRawText()}, not one of {values.GetRawText()}");
        }

        CheckFormat(value, schema, path, complaints);
        CheckMembers(value, schema, path, complaints);
        CheckItems(value, schema, path, complaints);
    }

    private static void CheckFormat(JsonElement value, JsonElement schema, string path, List<string> complaints)
    {
        if (value.ValueKind != JsonValueKind.String || !schema.TryGetProperty("format", out var format))
        {
            return;
        }

        var text = value.GetString()!;
        var fits = format.GetString() switch
        {
            "date-time" => text.Contains('T') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
            "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
            _ => true,
        };
        if (!fits)
        {
            complaints.Add($"{path} is no {format.GetString()}: {text}");
        }
    }

    private void CheckMembers(JsonElement value, JsonElement schema, string path, List<string> complaints)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (schema.TryGetProperty("required", out var required))
        {
            complaints.AddRange(
                required.EnumerateArray().Select(name => name.GetString()!)
                    .Where(name => !value.TryGetProperty(name, out _))
                    .Select(name => $"{path}.{name} is missing"));
        }

        var properties = schema.TryGetProperty("properties", out var given) ? given : default;
        foreach (var member in value.EnumerateObject())
        {
            if (properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(member.Name, out var property))
            {
                Check(member.Value, property, $"{path}.{member.Name}", complaints);
            }
            else if (schema.TryGetProperty("additionalProperties", out var others)
                ? others.ValueKind == JsonValueKind.False
                : properties.ValueKind == JsonValueKind.Object && !undeclared.Contains(member.Name))
            {
                complaints.Add($"{path}.{member.Name} is not declared");
            }
        }
    }

    private void CheckItems(JsonElement value, JsonElement schema, string path, List<string> complaints)
    {
        if (value.ValueKind != JsonValueKind.Array || !schema.TryGetProperty("items", out var items))
        {
            return;
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            Check(item, items, $"{path}[{index++}]", complaints);
        }
    }

    private JsonElement Resolve(JsonElement schema)
    {
        while (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference))
        {
            schema = reference.GetString()!.Split('/').Skip(1).Aggregate(document, static (at, name) => at.GetProperty(name));
        }

        return schema;
    }

    private static bool HasType(JsonElement value, string type) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
        "number" => value.ValueKind == JsonValueKind.Number,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => true,
    };
}
