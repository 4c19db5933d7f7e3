using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace ImageGeneration.Cli.Options;

/// <summary>Provides an option that takes a number within a range; help and error state the same range.</summary>
internal static class NumberOption
{
    /// <param name="name">The name, with its dashes.</param>
    /// <param name="about">What it is for.</param>
    /// <param name="min">The minimum.</param>
    /// <param name="max">The maximum.</param>
    /// <param name="unit">The unit; empty for a bare number.</param>
    /// <param name="standard">The default, in words.</param>
    public static Option<T?> Create<T>(string name, string about, T min, T max, string unit, string standard)
        where T : struct, INumber<T>
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"{min} to {max}{(unit.Length > 0 ? " " + unit : "")}");
        var kind = typeof(T) == typeof(double) ? "a number" : "a whole number";
        return new Option<T?>(name)
        {
            HelpName = unit.Length > 0 ? unit : "number",
            Description = $"{about}: {range}; default {standard}.",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
                {
                    return value;
                }

                result.AddError($"{name} takes {kind} from {range}, not '{text}'.");
                return null;
            },
        };
    }
}
