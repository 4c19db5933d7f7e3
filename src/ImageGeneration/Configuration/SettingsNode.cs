namespace ImageGeneration.Configuration;

/// <summary>Represents a node of the settings: its value, its children, or both.</summary>
/// <param name="key">The name, or the index in a list.</param>
/// <param name="path">The full path.</param>
internal sealed class SettingsNode(string key, string path)
{
    private static readonly string[] _notes = ["$schema", "$comment", "_comment"];

    private readonly Dictionary<string, SettingsNode> _byKey = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SettingsNode> _children = [];

    public string Key { get; } = key;

    public string Path { get; } = path;

    public string? Value { get; set; }

    public IReadOnlyList<SettingsNode> Children => _children;

    public bool IsEmpty => Value is null && _children.Count == 0;

    /// <summary>Determines whether a key is a comment, where JSON has none: <c>"// why": "…"</c>.</summary>
    public static bool IsNote(string key) =>
        key.StartsWith("//", StringComparison.Ordinal) || _notes.Contains(key, StringComparer.OrdinalIgnoreCase);

    public SettingsNode? Find(string key) => _byKey.GetValueOrDefault(key);

    public SettingsNode Child(string key)
    {
        if (!_byKey.TryGetValue(key, out var child))
        {
            _byKey[key] = child = new(key, $"{Path}:{key}");
            _children.Add(child);
        }

        return child;
    }

    /// <param name="path">The path below this node.</param>
    /// <param name="value">The value.</param>
    public void Set(string path, string? value)
    {
        var node = this;
        foreach (var key in path.Split(':'))
        {
            if (IsNote(key))
            {
                return;
            }

            node = node.Child(key);
        }

        node.Value = value;
    }

    /// <summary>Gets the nodes with a value, at this node or below it.</summary>
    public IEnumerable<SettingsNode> Leaves() =>
        (Value is null ? [] : Enumerable.Repeat(this, 1)).Concat(_children.SelectMany(child => child.Leaves()));
}
