using System.Globalization;
using System.Text.Json;
using ImageGeneration.Simulator.Catalog;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Checks an input against a model's schema, with the words of the validator that Replicate uses (gojsonschema).</summary>
internal static class InputValidator
{
    /// <param name="input">The object to check.</param>
    /// <param name="schema">Its members.</param>
    /// <param name="root">Where it stands in the body; empty for the body itself.</param>
    public static List<InvalidField> Check(JsonElement input, IReadOnlyList<InputField> schema, string root = "input")
    {
        var complaints = new List<InvalidField>();
        foreach (var field in schema)
        {
            if (!input.TryGetProperty(field.Name, out var value))
            {
                if (field.Required)
                {
                    complaints.Add(new InvalidField("required", root, $"{field.Name} is required"));
                }
            }
            else if (Complaint(field, value, root.Length > 0 ? $"{root}.{field.Name}" : field.Name) is { } complaint)
            {
                complaints.Add(complaint);
            }
        }

        return complaints;
    }

    public static InvalidField WrongType(string path, string expected, JsonElement value) =>
        new("invalid_type", path, $"Invalid type. Expected: {expected}, given: {GivenType(value)}");

    private static InvalidField? Complaint(InputField field, JsonElement value, string path)
    {
        if (!HasType(field.Kind, value))
        {
            return WrongType(path, field.Type, value);
        }

        if (field.OneOf is { } values && !values.Contains(value.GetString()!))
        {
            var list = string.Join(", ", values.Select(choice => $"\"{choice}\""));
            return new InvalidField("enum", path, $"{field.Name} must be one of the following: {list}");
        }

        if (field.Kind == InputKind.Uri && !IsUri(value.GetString()!))
        {
            return new InvalidField("format", path, "Does not match format 'uri'");
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

    // A data URI may be longer than an address can be.
    private static bool IsUri(string text) =>
        text.StartsWith("data:", StringComparison.OrdinalIgnoreCase) || Uri.TryCreate(text, UriKind.Absolute, out _);

    private static string Plain(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

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
