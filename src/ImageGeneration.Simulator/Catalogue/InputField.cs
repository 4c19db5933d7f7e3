namespace ImageGeneration.Simulator.Catalogue;

/// <summary>One member of a model's input: its type, range and default, from which validation and schemas follow.</summary>
internal sealed record InputField(string Name, InputKind Kind)
{
    public bool Required { get; init; }

    /// <summary>JSON text of the default; null for none.</summary>
    public string? Default { get; init; }

    public double? Min { get; init; }

    public double? Max { get; init; }

    public int? MultipleOf { get; init; }

    public IReadOnlyList<string>? OneOf { get; init; }

    public static InputField Prompt(bool required = true) => new("prompt", InputKind.Text) { Required = required };

    public static InputField Text(string name, string? initial = null) => new(name, InputKind.Text) { Default = initial };

    public static InputField List(string name, bool required = false) => new(name, InputKind.List) { Required = required };

    public static InputField Secret(string name) => new(name, InputKind.Secret);

    public static InputField Uri(string name, bool required = false) => new(name, InputKind.Uri) { Required = required };

    public static InputField Flag(string name, bool initial) => new(name, InputKind.Boolean) { Default = initial ? "true" : "false" };

    public static InputField Whole(string name, string? initial = null, int? min = null, int? max = null, int? multipleOf = null) =>
        new(name, InputKind.Integer) { Default = initial, Min = min, Max = max, MultipleOf = multipleOf };

    public static InputField Number(string name, string? initial, double min, double max) =>
        new(name, InputKind.Number) { Default = initial, Min = min, Max = max };

    public static InputField Choice(string name, string initial, params string[] values) =>
        new(name, InputKind.Text) { Default = $"\"{initial}\"", OneOf = values };
}
