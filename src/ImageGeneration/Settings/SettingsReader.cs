using System.Collections;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;

namespace ImageGeneration.Settings;

/// <summary>Reads a configuration into a tree, each provider once.</summary>
/// <remarks>To ask a configuration for the children of a section makes it look through all of its keys, so a walk over 20,000 prices
/// took 20 seconds.</remarks>
internal static class SettingsReader
{
    public const string Section = "ImageGeneration";

    private const string VariablePrefix = Section + "__";

    /// <summary>The settings below a section.</summary>
    public static SettingsNode Read(IConfiguration configuration)
    {
        var (root, path) = configuration is ConfigurationSection section
            ? (RootOf(section), section.Path)
            : (configuration as IConfigurationRoot, "");
        var node = new SettingsNode("", configuration is IConfigurationSection named ? named.Path : Section);
        if (root is null || !TryRead(root, path, node))
        {
            Walk(configuration, node);
        }

        return node;
    }

    /// <summary>The settings in the environment: <c>ImageGeneration__Replicate__BaseUrl</c>.</summary>
    public static SettingsNode ReadVariables()
    {
        var node = new SettingsNode("", Section);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable.Key is string name && name.StartsWith(VariablePrefix, StringComparison.OrdinalIgnoreCase))
            {
                node.Set(name[VariablePrefix.Length..].Replace("__", ":", StringComparison.Ordinal), variable.Value as string);
            }
        }

        return node;
    }

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
            else if (provider is ConfigurationProvider known)
            {
                Add(DataOf(known), path, node);
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private static void Add(IDictionary<string, string?> data, string path, SettingsNode node)
    {
        foreach (var (key, value) in data)
        {
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
        foreach (var section in configuration.GetChildren())
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

    // Where a later version keeps it elsewhere, the walk does.
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
