using System.Collections;
using System.Reflection;
using ImageGeneration.Json;

namespace ImageGeneration.Configuration;

/// <summary>Binds settings to options. A setting without effect is a problem: a misspelled budget is no budget, and nothing else would
/// report it.</summary>
/// <param name="types">The types of the options.</param>
/// <param name="problems">Receives one sentence for each setting without effect, and for each invalid value.</param>
internal sealed class SettingsBinder(SettingsTypes types, List<string> problems)
{
    /// <param name="node">The settings.</param>
    /// <param name="options">The options that they are bound to.</param>
    /// <param name="inTable">The table that the options are an entry of; null when they are none.</param>
    /// <param name="except">The members that are read elsewhere.</param>
    public void Bind(SettingsNode node, object options, SettingsNode? inTable = null, params ReadOnlySpan<string> except)
    {
        var type = types.Find(options.GetType())
            ?? throw new NotSupportedException($"{options.GetType()} is no class of options.");
        if (node.Value is not null)
        {
            problems.Add($"{node.Path} must have members, such as {Examples(type)}, but is a single value.");
        }

        foreach (var child in node.Children)
        {
            if (except.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            if (type.Member(child.Key) is { } member)
            {
                BindMember(child, options, member);
            }
            else
            {
                problems.Add(Unknown(node, child, type, inTable));
            }
        }
    }

    private void BindMember(SettingsNode node, object options, PropertyInfo member)
    {
        var type = member.PropertyType;
        if (types.Find(type) is { } section)
        {
            if (!node.IsEmpty)
            {
                var value = member.GetValue(options);
                if (value is null)
                {
                    member.SetValue(options, value = section.Create());
                }

                Bind(node, value);
            }
        }
        else if (SettingsType.TableOf(type) is var (key, entry))
        {
            new SettingsTable(this, problems, member, key, entry, types.Find(entry)).Bind(node, (IDictionary)member.GetValue(options)!);
        }
        else if (SettingsType.ListOf(type) is { } element)
        {
            BindList(node, (IList)member.GetValue(options)!, element);
        }
        else if (!IsUnfilled(node, type, member.GetValue(options)) && Read(node, type) is { } value)
        {
            member.SetValue(options, value);
        }
    }

    // A placeholder to be filled in, "BaseUrl": "", where there is no address anyway.
    private static bool IsUnfilled(SettingsNode node, Type type, object? current) =>
        type == typeof(Uri) && current is null && node is { Value: "", Children.Count: 0 };

    /// <summary>Reads the value of a setting without members; returns null when there is none, or an invalid one.</summary>
    public object? Read(SettingsNode node, Type type)
    {
        if (node.Children.Count > 0)
        {
            problems.Add($"{node.Path} must be a single value, but has members ({string.Join(", ", Names(node.Children))}).");
            return null;
        }

        if (node.Value is null)
        {
            return null;
        }

        var value = SettingValue.Read(type, node.Value, out var problem);
        if (value is null)
        {
            problems.Add($"{node.Path} {problem}.");
        }

        return value;
    }

    private void BindList(SettingsNode node, IList list, Type type)
    {
        // An empty list of JSON is an empty text in a configuration.
        if (!string.IsNullOrEmpty(node.Value))
        {
            problems.Add($"{node.Path} must be a list, but is a single value.");
        }

        var section = types.Find(type);
        foreach (var child in node.Children.OrderBy(child => int.TryParse(child.Key, out var index) ? index : int.MaxValue))
        {
            if (!SettingsTable.IsIndex(child.Key))
            {
                problems.Add($"{node.Path} must be a list, [ … ]; {child.Path} has a name instead of an index.");
            }
            else if (child.IsEmpty)
            {
                problems.Add($"{child.Path} is empty and has no effect.");
            }
            else if (section is not null)
            {
                var element = section.Create();
                Bind(child, element);
                list.Add(element);
            }
            else if (Read(child, type) is { } value)
            {
                list.Add(value);
            }
        }
    }

    private static string Unknown(SettingsNode node, SettingsNode child, SettingsType type, SettingsNode? table)
    {
        var names = type.Members.Select(member => member.Name);
        var help = WordText.Nearest(child.Key, names) is { } meant
            ? $"did you mean {meant}?"
            : $"those here are {string.Join(", ", names.Order(StringComparer.Ordinal))}.";
        var split = table is null || child.Children.Count == 0
            ? ""
            : $" A name with a colon is written as a list: \"{table.Key}\": [ {{ \"Name\": \"{node.Key}:{child.Key}\", … }} ].";
        return $"{child.Path} is not a setting and has no effect; {help}{split}";
    }

    private static string Examples(SettingsType type) => string.Join(", ", type.Members.Take(3).Select(member => member.Name));

    private static IEnumerable<string> Names(IEnumerable<SettingsNode> nodes) => nodes.Take(5).Select(node => node.Key);
}
