using System.Globalization;
using System.Text.Json;
using ImageGeneration.Simulator.Catalogue;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Checks an input against a model's schema, with the words of the validator that Replicate uses (gojsonschema).</summary>
internal static class InputValidator
{
    public static List<InvalidField> Check(JsonElement input, IReadOnlyList<InputField> schema)
    {
        var complaints = new List<InvalidField>();
        foreach (var field in schema)
        {
            if (!input.TryGetProperty(field.Name, out var value))
            {
                if (field.Required)
                {
                    complaints.Add(new InvalidField("required", "input", $"{field.Name} is required"));
                }
            }
            else if (Complaint(field, value) is { } complaint)
            {
                complaints.Add(complaint);
            }
        }

        return complaints;
    }

    private static InvalidField? Complaint(InputField field, JsonElement value)
    {
        var path = $"input.{field.Name}";
        var expected = ExpectedType(field.Kind);
        if (!HasType(field.Kind, value))
        {
            return new InvalidField("invalid_type", path, $"Invalid type. Expected: {expected}, given: {GivenType(value)}");
        }

        if (field.OneOf is { } values && !values.Contains(value.GetString()!))
        {
            var list = string.Join(", ", values.Select(choice => $"\"{choice}\""));
            return new InvalidField("enum", path, $"{field.Name} must be one of the following: {list}");
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            return null;
        }

        var number = value.GetDouble();
        if (number < field.Min)
        {
            return new InvalidField("number_gte", path, $"Must be greater than or equal to {Plain(field.Min)}");
        }

        return number > field.Max
            ? new InvalidField("number_lte", path, $"Must be less than or equal to {Plain(field.Max)}")
            : null;
    }

    private static string Plain(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string ExpectedType(InputKind kind) => kind switch
    {
        InputKind.Integer => "integer",
        InputKind.Number => "number",
        InputKind.Boolean => "boolean",
        _ => "string",
    };

    private static bool HasType(InputKind kind, JsonElement value) => kind switch
    {
        InputKind.Integer => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
        InputKind.Number => value.ValueKind == JsonValueKind.Number,
        InputKind.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind == JsonValueKind.String,
    };

    private static string GivenType(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => double.IsInteger(value.GetDouble()) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Null => "null",
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        _ => "string",
    };
}
