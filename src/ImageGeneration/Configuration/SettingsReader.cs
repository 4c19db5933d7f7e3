using System.Collections;
using System.Runtime.CompilerServices;
using ImageGeneration.Json;
using Microsoft.Extensions.Configuration;

namespace ImageGeneration.Configuration;

/// <summary>Reads a configuration into a tree, each configuration provider once.</summary>
/// <remarks>A configuration reads all of its keys to find the children of a section, so a walk over 20,000 prices took 20
/// seconds.</remarks>
internal static class SettingsReader
{
    public const string Section = "ImageGeneration";

    /// <summary>Reads the settings below a section.</summary>
    public static SettingsNode Read(IConfiguration configuration)
    {
        var (root, path) = configuration is ConfigurationSection section
            ? (RootOf(section), section.Path)
            : (configuration as IConfigurationRoot, "");
        var node = configuration is IConfigurationSection named ? new SettingsNode(named.Key, named.Path) : new SettingsNode("", Section);
        if (root is null || !TryRead(root, path, node))
        {
            Walk(configuration, node);
        }

        return node;
    }

    /// <summary>Reads the settings in the environment: <c>ImageGeneration__Replicate__BaseUrl</c>, or with colons. A variable that spells
    /// the section in another way is read under its own name, which no setting has.</summary>
    /// <param name="settings">The options of the section.</param>
    public static SettingsNode ReadVariables(SettingsType settings)
    {
        var node = new SettingsNode(Section, Section);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            var path = name.Replace("__", ":", StringComparison.Ordinal);
            if (path.StartsWith(Section + ":", StringComparison.OrdinalIgnoreCase))
            {
                node.Set(path[(Section.Length + 1)..], variable.Value as string);
            }
            else if (path.Contains(':', StringComparison.Ordinal) && IsMisspelt(path, settings))
            {
                node.Child(name).Value = variable.Value as string;
            }
        }

        return node;
    }

    /// <summary>Finds a section that was probably meant instead of an empty one; returns null when there is none.</summary>
    public static string? FindLookalike(IConfiguration empty, SettingsType settings)
    {
        if (empty is not ConfigurationSection section)
        {
            return null;
        }

        var parent = ConfigurationPath.GetParentPath(section.Path);
        var beside = RootOf(section) is not { } root ? []
            : parent is null ? root.GetChildren() : root.GetSection(parent).GetChildren();
        return beside.FirstOrDefault(other =>
            !IsSame(other.Key, section.Key)
            && (IsSame(other.Key, Section) || WordText.Nearest(section.Key, [other.Key]) is not null)
            && other.GetChildren().Any(setting => settings.Member(setting.Key) is not null))?.Path;
    }

    private static bool IsMisspelt(string path, SettingsType settings)
    {
        var plain = WordText.Plain(path.Replace(":", "", StringComparison.Ordinal));
        return settings.Members.Any(member => plain.StartsWith(WordText.Plain(Section + member.Name), StringComparison.Ordinal));
    }

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static bool TryRead(IConfigurationRoot root, string path, SettingsNode node)
    {
        foreach (var provider in root.Providers)
        {
            if (provider is ChainedConfigurationProvider { Configuration: IConfigurationRoot chained })
            {
                if (!TryRead(chained, path, node))
                {
                    return false;
                }
            }
            else if (provider is ConfigurationProvider known && KeepsItsData(known))
            {
                Add(known, path, node);
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    // Some have their keys elsewhere.
    private static bool KeepsItsData(ConfigurationProvider provider) =>
        DataOf(provider).Count > 0 || !provider.GetChildKeys([], null).Any();

    private static void Add(ConfigurationProvider provider, string path, SettingsNode node)
    {
        foreach (var key in DataOf(provider).Keys)
        {
            // Some decrypt, or fill in, what they hold.
            _ = provider.TryGet(key, out var value);
            if (path.Length == 0)
            {
                node.Set(key, value);
            }
            else if (key.StartsWith(path, StringComparison.OrdinalIgnoreCase) && (key.Length == path.Length || key[path.Length] == ':'))
            {
                if (key.Length == path.Length)
                {
                    node.Value = value;
                }
                else
                {
                    node.Set(key[(path.Length + 1)..], value);
                }
            }
        }
    }

    private static void Walk(IConfiguration configuration, SettingsNode node)
    {
        foreach (var section in configuration.GetChildren().Where(section => !SettingsNode.IsNote(section.Key)))
        {
            var child = node.Child(section.Key);
            child.Value = section.Value;
            Walk(section, child);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_root")]
    private static extern ref IConfigurationRoot Root(ConfigurationSection section);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Data")]
    private static extern IDictionary<string, string?> DataOf(ConfigurationProvider provider);

    // Should a later version keep it elsewhere, the walk does it.
    private static IConfigurationRoot? RootOf(ConfigurationSection section)
    {
        try
        {
            return Root(section);
        }
        catch (MissingFieldException)
        {
            return null;
        }
    }
}
