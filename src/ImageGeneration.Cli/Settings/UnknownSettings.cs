using System.Reflection;

namespace ImageGeneration.Cli.Settings;

/// <summary>Settings that nobody reads: a misspelt budget is no budget, and nothing else would tell.</summary>
internal static class UnknownSettings
{
    private const BindingFlags Setting = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;

    /// <param name="paths">Below the section, such as <c>Budget:TotalUsd</c>.</param>
    /// <returns>Each up to the first word that is unknown.</returns>
    public static IEnumerable<string> In(IEnumerable<string> paths) =>
        paths.Select(Find).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);

    private static string? Find(string path)
    {
        var words = path.Split(':');
        var type = typeof(ImageGenerationOptions);
        for (var i = 0; i < words.Length; i++)
        {
            if (type.GetProperty(words[i], Setting) is not { CanRead: true } property)
            {
                return string.Join(':', words[..(i + 1)]);
            }

            type = property.PropertyType;
            if (type.IsGenericType && IsOurs(type.GenericTypeArguments[^1]))
            {
                // A list, or a table with words of the user's own, of settings.
                (type, i) = (type.GenericTypeArguments[^1], i + 1);
            }
            else if (!IsOurs(type))
            {
                return null;
            }
        }

        return null;
    }

    private static bool IsOurs(Type type) => type.IsClass && type.Assembly == typeof(ImageGenerationOptions).Assembly;
}
