using System.Globalization;

namespace ImageGeneration.Json;

/// <summary>Parses a duration with its unit, <c>90s</c>, or as <c>hh:mm:ss</c>.</summary>
internal static class DurationText
{
    public const string Forms = "a duration with its unit, such as 90s, 10m, 1.5h, 500ms or 2d, or hh:mm:ss, such as 00:01:30";

    private static readonly (string Unit, long Ticks)[] _units =
    [
        ("ms", TimeSpan.TicksPerMillisecond), ("s", TimeSpan.TicksPerSecond), ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour), ("d", TimeSpan.TicksPerDay),
    ];

    /// <summary>Parses a duration; returns null for anything else. A bare number has no unit, except 0, which is the same in
    /// all.</summary>
    public static TimeSpan? Parse(string text)
    {
        text = text.Trim();
        if (text.Count(c => c == ':') == 2)
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;
        }

        foreach (var (unit, ticks) in _units)
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
            {
                return Number(text.AsSpan(0, text.Length - unit.Length)) is { } number && number <= long.MaxValue / ticks
                    ? TimeSpan.FromTicks((long)(number * ticks))
                    : null;
            }
        }

        return Number(text) == 0 ? TimeSpan.Zero : null;
    }

    private static decimal? Number(ReadOnlySpan<char> text) =>
        decimal.TryParse(
            text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
