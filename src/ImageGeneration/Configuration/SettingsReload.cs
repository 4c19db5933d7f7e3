using System.Collections;
using System.Reflection;

namespace ImageGeneration.Configuration;

/// <summary>Compares options before and after a reload.</summary>
internal static class SettingsReload
{
    /// <summary>Restores the settings that are fixed at start.</summary>
    /// <param name="types">The types of the options.</param>
    /// <param name="current">The options in use.</param>
    /// <param name="fresh">The new options.</param>
    /// <param name="path">The path of the options.</param>
    /// <returns>The settings that a reload has changed without effect.</returns>
    public static IEnumerable<string> KeepFixed(this SettingsTypes types, object current, object fresh, string path)
    {
        var kept = new List<string>();
        foreach (var member in types.Find(fresh.GetType())?.Members ?? [])
        {
            var (before, after) = (member.GetValue(current), member.GetValue(fresh));
            var at = $"{path}:{member.Name}";
            if (!member.IsDefined(typeof(FixedAtStartAttribute)))
            {
                if (before is not null && after is not null && types.Find(member.PropertyType) is not null)
                {
                    kept.AddRange(types.KeepFixed(before, after, at));
                }
            }
            else
            {
                if (!types.AreEqual(before, after))
                {
                    kept.Add(at);
                }

                member.SetValue(fresh, before);
            }
        }

        return kept;
    }

    /// <summary>Determines whether two options have the same values.</summary>
    public static bool AreEqual(this SettingsTypes types, object? left, object? right)
    {
        if (left is null || right is null || left.GetType() != right.GetType())
        {
            return left is null && right is null;
        }

        return (left, right) switch
        {
            (IDictionary before, IDictionary after) =>
                before.Count == after.Count && before.Keys.Cast<object>().All(key => after.Contains(key) && types.AreEqual(before[key], after[key])),
            (IList before, IList after) => before.Cast<object>().SequenceEqual(after.Cast<object>(), EqualityComparer<object>.Create(types.AreEqual)),
            _ when types.Find(left.GetType()) is { } type =>
                type.Members.All(member => types.AreEqual(member.GetValue(left), member.GetValue(right))),
            _ => left.Equals(right),
        };
    }
}
