using System.Text;
using System.Text.Json;
using ImageGeneration.Json;

namespace ImageGeneration.Providers.Replicate;

/// <summary>Reads the properties of a model's input from its OpenAPI document.</summary>
internal readonly ref struct ReplicateInput
{
    private const int MaxWords = 40;
    private const int MaxNames = 200;

    private readonly JsonElement _schemas;
    private readonly JsonElement _properties;

    /// <param name="document">A model, or a version of one.</param>
    public ReplicateInput(JsonElement document)
    {
        var version = document.Member("latest_version"u8) is { ValueKind: JsonValueKind.Object } latest ? latest : document;
        _schemas = version.Member("openapi_schema"u8).Member("components"u8).Member("schemas"u8);
        _properties = _schemas.Member("Input"u8).Member("properties"u8);
    }

    /// <summary>Whether the document describes an input at all.</summary>
    public bool IsThere => _properties.ValueKind == JsonValueKind.Object;

    /// <summary>Gets the names of the properties, up to the most that a real model has.</summary>
    public List<string> Names =>
        [.. _properties.EnumerateObject().Take(MaxNames).Select(static property => NameOf(property)).OfType<string>()];

    /// <summary>Gets the words of an enum, which is in the property, or in a schema of its own that the property refers to.</summary>
    public List<string> Words(string name) =>
        [.. Choices(name).Select(static choice => choice.AsText()).OfType<string>()
            .Where(static word => word.Length is > 0 and < 40).Take(MaxWords)];

    /// <summary>Gets the positive integers of an enum, such as Stable Diffusion's widths.</summary>
    public List<int> Numbers(string name) =>
        [.. Choices(name).Select(static choice => choice.AsInteger()).Where(static number => number is > 0 and <= 16384).Take(MaxWords)
            .Select(static number => (int)number!)];

    private IEnumerable<JsonElement> Choices(string name) => Items(Enum(Property(name)));

    private static IEnumerable<JsonElement> Items(JsonElement list)
    {
        if (list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray())
            {
                yield return item;
            }
        }
    }

    private JsonElement Enum(JsonElement property)
    {
        if (property.Member("enum"u8) is { ValueKind: JsonValueKind.Array } own)
        {
            return own;
        }

        var part = property.Member("allOf"u8) is { ValueKind: JsonValueKind.Array } all && all.GetArrayLength() > 0 ? all[0] : property;
        const string prefix = "#/components/schemas/";
        return part.Text("$ref"u8) is { } reference && reference.StartsWith(prefix, StringComparison.Ordinal)
            ? _schemas.Member(Encoding.UTF8.GetBytes(reference[prefix.Length..])).Member("enum"u8)
            : part.Member("enum"u8);
    }

    /// <summary>Gets the range of a number; the given one when the model states none that is valid.</summary>
    public NumericRange Range(string name, double least, double most)
    {
        var (min, max) = (Limit(name, "minimum"u8) ?? least, Limit(name, "maximum"u8) ?? most);
        return min <= max ? new(min, max) : new(least, most);
    }

    public double? Limit(string name, ReadOnlySpan<byte> limit) => Property(name).Member(limit).AsNumber();

    /// <summary>Returns the first of several names that the model has; null when it has none.</summary>
    public string? First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Has(name))
            {
                return name;
            }
        }

        return null;
    }

    public bool Has(string name) => Property(name).ValueKind == JsonValueKind.Object;

    private static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null; // malformed Unicode
        }
    }

    private JsonElement Property(string name) => _properties.Member(Encoding.UTF8.GetBytes(name));
}
