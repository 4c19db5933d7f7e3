using System.Globalization;
using System.Text.RegularExpressions;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>The header <c>Prefer: wait[=seconds]</c>.</summary>
internal static partial class WaitPreference
{
    private const int MaxSeconds = 60;

    /// <summary>How long to hold the create; null when the header is absent or says something else.</summary>
    public static TimeSpan? Read(string? header)
    {
        if (header is null || Pattern().Match(header.Trim()) is not { Success: true } match)
        {
            return null;
        }

        var seconds = match.Groups[1].Success ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : MaxSeconds;
        return TimeSpan.FromSeconds(Math.Min(seconds, MaxSeconds));
    }

    [GeneratedRegex(@"^wait(?:=([1-9][0-9]?))?$")]
    private static partial Regex Pattern();
}
