using System.CommandLine;

namespace ImageGeneration.Cli.Options;

/// <summary>Provides the option for the time of a whole request.</summary>
internal static class DeadlineOption
{
    private const string Name = "--deadline";

    public static Option<TimeSpan?> Create() => new(Name)
    {
        HelpName = "time",
        Description = "The time for the whole request, queues and failover included; a job that still runs then is canceled at the provider. "
            + "Seconds, or with a unit: 90, 90s, 2m, 1h. 1 second to 24 hours; default 10 minutes, or the setting Deadline.",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (DurationText.Parse(text) is { } time && time >= TimeSpan.FromSeconds(1) && time <= TimeSpan.FromHours(24))
            {
                return time;
            }

            result.AddError($"{Name} takes 1 second to 24 hours, such as 90, 90s, 2m or 1h, not '{text}'.");
            return null;
        },
    };
}
