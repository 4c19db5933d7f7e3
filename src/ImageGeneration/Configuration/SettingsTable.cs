using System.Collections;
using System.Reflection;
using ImageGeneration.Json;

namespace ImageGeneration.Configuration;

/// <summary>Binds settings to a table of options by names of the application's own, in either form: <c>{ "acme": { … } }</c>, or, for
/// names of any characters, <c>[ { "Name": "acme:eu", … } ]</c>.</summary>
internal sealed class SettingsTable(
    SettingsBinder binder, List<string> problems, PropertyInfo table, Type keyType, Type valueType, SettingsType? section)
{
    private const string Name = "Name";
    private static readonly string[] _valueNames = ["Id", "Value"];
    private static readonly string[] _memberNames = [.. _valueNames, Name, "Version"];

    public static bool IsIndex(string key) => key.Length is > 0 and < 10 && key.All(char.IsAsciiDigit);

    public void Bind(SettingsNode node, IDictionary entries)
    {
        // An empty list of JSON is an empty text in a configuration.
        if (!string.IsNullOrEmpty(node.Value))
        {
            problems.Add($"{node.Path} must have a value for each name, but is a single value.");
        }

        var isList = IsList(node);
        var listed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var child in node.Children)
        {
            if (IsIndex(child.Key) && child.Find(Name) is { Value: { } name })
            {
                BindListed(node, child, name, listed.Add(name), entries);
            }
            else if (isList && IsIndex(child.Key))
            {
                problems.Add($"{child.Path} must have a Name: {{ \"Name\": …, {Members} }}.");
            }
            else if (section is not null)
            {
                BindSection(node, child, child.Key, entries);
            }
            else
            {
                BindValues(node, child, entries);
            }
        }
    }

    private string Members =>
        section is null ? "\"Value\": …" : $"\"{section.Members.First().Name}\": …";

    // A name of digits alone is a name, unless they count from 0.
    private static bool IsList(SettingsNode node) => node.Find("0") is not null;

    private void BindListed(SettingsNode node, SettingsNode child, string name, bool isFirst, IDictionary entries)
    {
        if (!isFirst)
        {
            problems.Add($"{child.Path}:Name ({name}) appears in the list twice.");
        }
        else if (section is not null)
        {
            BindSection(node, child, name, entries, Name);
        }
        else
        {
            var values = child.Children.Where(member => _valueNames.Contains(member.Key, StringComparer.OrdinalIgnoreCase)).ToList();
            foreach (var stray in child.Children.Except(values).Where(member => !Same(member.Key, Name)))
            {
                problems.Add($"{stray.Path} is not a setting and has no effect; an entry has Name and Value (or Id).");
            }

            if (values is [var value])
            {
                Put(node, name, value, entries);
            }
            else
            {
                problems.Add($"{child.Path} must have one Value (or Id) beside its Name.");
            }
        }
    }

    private void BindSection(SettingsNode node, SettingsNode child, string name, IDictionary entries, params ReadOnlySpan<string> except)
    {
        if (Key(node, child, name) is not { } key)
        {
            return;
        }

        if (child.Value is null && child.Children.Count == except.Length)
        {
            problems.Add($"{child.Path} is empty and has no effect.");
            return;
        }

        var options = entries[key] ?? section!.Create();
        entries[key] = options;
        binder.Bind(child, options, node, except);
    }

    // The configuration has split a name with colons; when each name has one value there is only one way to join it again.
    private void BindValues(SettingsNode node, SettingsNode child, IDictionary entries)
    {
        var leaves = child.Leaves().ToList();
        if (leaves.Count == 0)
        {
            problems.Add($"{child.Path} is empty and has no effect.");
        }

        if (child.Children.Count > 0 && table.IsDefined(typeof(JsonValuesAttribute)))
        {
            problems.Add($"{child.Path} must be one value; JSON is written as a text, such as \"{{ \\\"scale\\\": 2 }}\".");
            return;
        }

        if (leaves.Find(leaf => leaf != child && _memberNames.Contains(leaf.Key, StringComparer.OrdinalIgnoreCase)) is { } member)
        {
            problems.Add($"{child.Path} must be one value, \"{child.Key}\": \"…\"; {member.Path} is not a setting and has no effect.");
            return;
        }

        foreach (var leaf in leaves)
        {
            Put(node, leaf.Path[(node.Path.Length + 1)..], leaf, entries);
        }
    }

    private void Put(SettingsNode node, string name, SettingsNode leaf, IDictionary entries)
    {
        if (Key(node, leaf, name) is not { } key)
        {
            return;
        }

        var value = SettingValue.Read(valueType, leaf.Value ?? "", out var problem);
        if (value is null)
        {
            problems.Add($"{leaf.Path} {problem}.");
        }
        else
        {
            entries[key] = value;
        }
    }

    private object? Key(SettingsNode node, SettingsNode at, string name)
    {
        var key = keyType.IsEnum ? WordText.Find(keyType, name) : name;
        if (key is null)
        {
            var words = Enum.GetNames(keyType);
            var help = WordText.Nearest(name, words) is { } meant ? $"did you mean {meant}?" : $"those are {string.Join(", ", words)}.";
            problems.Add($"{at.Path}: {name} is not a name for {node.Path} and has no effect; {help}");
        }

        return key;
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
