using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageGeneration.Simulator.Catalog;

/// <summary>Represents one member of a model's input, in the words of JSON Schema; validation and schemas follow from it.</summary>
internal sealed record InputField
{
    public required string Name { get; init; }

    public string Type { get => field ?? "string"; init; }

    public string? Format { get; init; }

    public bool Required { get; init; }

    public JsonElement? Default { get; init; }

    [JsonPropertyName("minimum")]
    public double? Min { get; init; }

    [JsonPropertyName("maximum")]
    public double? Max { get; init; }

    public int? MultipleOf { get; init; }

    [JsonPropertyName("enum")]
    public IReadOnlyList<string>? OneOf { get; init; }

    [JsonIgnore]
    public InputKind Kind => (Type, Format) switch
    {
        ("integer", _) => InputKind.Integer,
        ("number", _) => InputKind.Number,
        ("boolean", _) => InputKind.Boolean,
        ("array", _) => InputKind.List,
        (_, "uri") => InputKind.Uri,
        (_, "password") => InputKind.Secret,
        _ => InputKind.Text,
    };

    public static InputField Text(string name, params IReadOnlyList<string> oneOf) =>
        new() { Name = name, OneOf = oneOf.Count > 0 ? oneOf : null };

    public static InputField Uri(string name) => new() { Name = name, Format = "uri" };

    public static InputField Whole(string name, int min, int max) => new() { Name = name, Type = "integer", Min = min, Max = max };
}
