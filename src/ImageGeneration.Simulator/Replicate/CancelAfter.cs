using System.Globalization;
using System.Text.RegularExpressions;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>The header <c>Cancel-After</c>: seconds, or a duration such as <c>1h30m45s</c>.</summary>
internal static partial class CancelAfter
{
    private static readonly TimeSpan Min = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Max = TimeSpan.FromHours(24);

    /// <summary>Reads the header; false when it is present and wrong.</summary>
    public static bool TryRead(string? header, out TimeSpan? duration)
    {
        duration = null;
        if (header is null)
        {
            return true;
        }

        var match = Pattern().Match(header.Trim());
        if (!match.Success || match.Length == 0)
        {
            return false;
        }

        var seconds = (Part(match, "h") * 3600) + (Part(match, "m") * 60) + Part(match, "s");
        duration = TimeSpan.FromSeconds(seconds);
        return duration >= Min && duration <= Max;
    }

    private static double Part(Match match, string name) =>
        match.Groups[name] is { Success: true } group ? double.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?:(?<h>\d{1,6})h)?(?:(?<m>\d{1,6})m)?(?:(?<s>\d{1,6})s?)?$")]
    private static partial Regex Pattern();
}
