using System.Text.Json;

namespace ImageGeneration.Simulator.Faults;

/// <summary>Reads the members of one JSON object, each once; errors name what is wrong or left over by its path.</summary>
internal sealed class FaultParameters
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly string _path;

    public FaultParameters(JsonElement json, string path)
    {
        _path = path;
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(path, "an object is expected");
        }

        foreach (var member in json.EnumerateObject())
        {
            _members[member.Name] = member.Value;
        }
    }

    public static FormatException Wrong(string path, string what) => new($"{path}: {what}.");

    public FormatException Wrong(string what) => Wrong(_path, what);

    public string PathOf(string name) => $"{_path}.{name}";

    public JsonElement? Take(string name) => _members.Remove(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public string? Text(string name) => Take(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(PathOf(name), "a text is expected");

    public string RequiredText(string name) => Text(name) ?? throw Wrong(PathOf(name), "it is required");

    public int? Whole(string name) => Take(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0
            ? number : throw Wrong(PathOf(name), "a whole number from 0 on is expected");

    public int RequiredWhole(string name) => Whole(name) ?? throw Wrong(PathOf(name), "it is required");

    public double? Number(string name) => Take(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.GetDouble() >= 0
            ? value.GetDouble() : throw Wrong(PathOf(name), "a number from 0 on is expected");

    public TimeSpan Seconds(string name = "seconds") =>
        TimeSpan.FromSeconds(Number(name) ?? throw Wrong(PathOf(name), "it is required"));

    public bool? Flag(string name) => Take(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean() : throw Wrong(PathOf(name), "true or false is expected");

    /// <summary>Any JSON value, as text.</summary>
    public string? Json(string name) => _members.Remove(name, out var value) ? value.GetRawText() : null;

    public T? Choice<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var names = Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName);
        return Enum.TryParse<T>(text, ignoreCase: true, out var value) && char.IsLetter(text[0])
            ? value
            : throw Wrong(PathOf(name), $"it is none of {string.Join(", ", names)}");
    }

    /// <summary>The items of a list that is not empty, each with its path.</summary>
    public IReadOnlyList<(JsonElement Json, string Path)> RequiredItems(string name) =>
        Take(name) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0
            ? [.. list.EnumerateArray().Select((item, index) => (item, $"{PathOf(name)}[{index}]"))]
            : throw Wrong(PathOf(name), "a list of at least one item is expected");

    public T RequiredChoice<T>(string name)
        where T : struct, Enum => Choice<T>(name) ?? throw Wrong(PathOf(name), "it is required");

    public void Done()
    {
        if (_members.Count > 0)
        {
            throw Wrong(PathOf(_members.Keys.First()), "there is no such member");
        }
    }
}
