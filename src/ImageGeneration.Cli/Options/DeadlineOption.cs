using System.CommandLine;
using System.Globalization;

namespace ImageGeneration.Cli.Options;

/// <summary>An option that takes a duration as people write it: <c>90</c>, <c>90s</c>, <c>2m</c>, <c>1h</c> or <c>00:01:30</c>.</summary>
internal static class DeadlineOption
{
    private const string Name = "--deadline";

    public static Option<TimeSpan?> Create() => new(Name)
    {
        HelpName = "time",
        Description = "The time for everything, queues and failover included; a job that still runs then is canceled at the provider. "
            + "Seconds, or with a unit: 90, 90s, 2m, 1h. 1 second to 24 hours; default 10 minutes, or the setting Deadline.",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Parse(text) is { } time && time >= TimeSpan.FromSeconds(1) && time <= TimeSpan.FromHours(24))
            {
                return time;
            }

            result.AddError($"{Name} takes 1 second to 24 hours, such as 90, 90s, 2m or 1h, not '{text}'.");
            return null;
        },
    };

    public static TimeSpan? Parse(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null;
        }

        var (number, seconds) = text switch
        {
            [.. var n, 'h'] => (n, 3600),
            [.. var n, 'm'] => (n, 60),
            [.. var n, 's'] => (n, 1),
            _ => (text, 1),
        };
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value < 1e6
            ? TimeSpan.FromSeconds(value * seconds)
            : null;
    }
}
