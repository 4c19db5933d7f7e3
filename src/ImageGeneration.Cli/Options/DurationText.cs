using System.Globalization;

namespace ImageGeneration.Cli.Options;

/// <summary>Parses a duration as people write it: <c>90</c>, <c>90s</c>, <c>150ms</c>, <c>2m</c>, <c>1h</c> or <c>00:01:30</c>.</summary>
internal static class DurationText
{
    /// <returns>The duration; null for anything else.</returns>
    public static TimeSpan? Parse(string text)
    {
        text = text.Trim().ToLowerInvariant();
        if (text.Contains(':', StringComparison.Ordinal))
        {
            // With one colon it could be minutes or hours.
            return text.Count(c => c == ':') == 2 && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null;
        }

        var (number, seconds) = text switch
        {
            [.. var n, 'h'] => (n, 3600),
            [.. var n, 'm', 's'] => (n, 0.001),
            [.. var n, 'm'] => (n, 60),
            [.. var n, 's'] => (n, 1),
            _ => (text, 1),
        };
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value < 1e6
            ? TimeSpan.FromSeconds(value * seconds)
            : null;
    }
}
