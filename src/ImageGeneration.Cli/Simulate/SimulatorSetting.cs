using System.Reflection;
using ImageGeneration.Simulator;

namespace ImageGeneration.Cli.Simulate;

/// <summary>Sets one of the <see cref="SimulatorOptions"/> by its name, such as <c>Latency.Speed</c> or
/// <c>RunPod.Endpoints.my-endpoint</c>.</summary>
internal static class SimulatorSetting
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance;

    /// <summary>Gets all names; <c>*</c> stands for a word of the user's own.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. NamesIn(typeof(SimulatorOptions), "")];

    /// <param name="options">The options to change.</param>
    /// <param name="name">The name: words separated by dots or colons; case, hyphens and underscores do not count.</param>
    /// <param name="text">The value as typed.</param>
    /// <param name="asTyped">The name of the setting in errors.</param>
    /// <exception cref="CliException">There is no such setting, or it does not take the value.</exception>
    public static void Set(SimulatorOptions options, string name, string text, string asTyped)
    {
        if (!TrySet(options, name, new SimulatorValue(text, asTyped)))
        {
            throw CliException.Usage($"{asTyped} is not a setting of the simulator; those are {string.Join(", ", Names)}.");
        }
    }

    private static bool TrySet(object target, string path, SimulatorValue value)
    {
        var words = path.Split(['.', ':'], 2);
        var (word, rest) = (words[0], words.ElementAtOrDefault(1));
        if (Settings(target.GetType()).FirstOrDefault(property => Words.AreSame(property.Name, word)) is not { } property)
        {
            return false;
        }

        switch (property.GetValue(target), rest)
        {
            case (IDictionary<string, string> table, { Length: > 0 } key):
                table[key] = value.Text;
                return true;
            case (IDictionary<string, int> table, { Length: > 0 } key):
                table[key] = (int)value.As(typeof(int));
                return true;
            case (IDictionary<string, TimeSpan> table, { Length: > 0 } key):
                table[key] = (TimeSpan)value.As(typeof(TimeSpan));
                return true;
            case (ISet<string> set, null):
                set.Add(value.Text);
                return true;
            case ({ } group, { Length: > 0 } member) when IsGroup(property.PropertyType):
                return TrySet(group, member, value);
            case (_, null) when IsValue(property):
                property.SetValue(target, value.As(property.PropertyType));
                return true;
            default:
                return false;
        }
    }

    private static IEnumerable<string> NamesIn(Type type, string before) => Settings(type).SelectMany(property =>
        IsGroup(property.PropertyType) ? NamesIn(property.PropertyType, $"{before}{property.Name}.")
        : IsTable(property.PropertyType) ? [$"{before}{property.Name}.*"]
        : [before + property.Name]);

    // The fault file has an option of its own, which looks for the file.
    private static IEnumerable<PropertyInfo> Settings(Type type) => type.GetProperties(Own).Where(property =>
        property.Name != nameof(SimulatorOptions.FaultFile)
        && (IsGroup(property.PropertyType) || IsTable(property.PropertyType) || property.PropertyType == typeof(ISet<string>)
            || IsValue(property)));

    private static bool IsGroup(Type type) => type.IsClass && type.Assembly == typeof(SimulatorOptions).Assembly;

    private static bool IsTable(Type type) => type == typeof(IDictionary<string, string>)
        || type == typeof(IDictionary<string, int>) || type == typeof(IDictionary<string, TimeSpan>);

    private static bool IsValue(PropertyInfo property) => property.CanWrite && SimulatorValue.Reads(property.PropertyType);
}
