using System.Globalization;
using System.Text.Json;

namespace ImageGeneration.Cli;

/// <summary>Formats values for a person, or for a script.</summary>
internal static class Words
{
    /// <summary>Returns the snake-case name of the JSON contract: <c>oil_painting</c>.</summary>
    public static string For<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>Determines whether two texts are spellings of one word: case, hyphens, underscores and spaces do not count.</summary>
    public static bool AreSame(string one, string other) => Letters(one).SequenceEqual(Letters(other));

    /// <summary>Determines whether a text begins with a word, in any spelling.</summary>
    public static bool Begins(string text, string word) => Letters(text).Take(word.Length).SequenceEqual(Letters(word));

    public static string Cost(decimal? usd) =>
        usd is { } amount ? amount.ToString("0.0000##", CultureInfo.InvariantCulture) + " USD" : "unknown";

    public static string Time(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";

    /// <summary>An expected time by its parts.</summary>
    public static string Latency(ExpectedLatency latency) => string.Create(
        CultureInfo.InvariantCulture,
        $"about {Time(latency.Total)}: {Time(latency.LocalQueue)} queued here + {Time(latency.ProviderQueue)} queued there "
        + $"+ {latency.ColdStartProbability * 100:0} % of {Time(latency.BootTime)} boot + {Time(latency.RunTime)} run");

    public static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "unknown";

    public static string Size(int? width, int? height) =>
        width is { } w && height is { } h ? string.Create(CultureInfo.InvariantCulture, $"{w}x{h}") : "unknown";

    /// <summary>Describes the outcome of canceling a remote job.</summary>
    public static string Cancellation(CancellationOutcome outcome) => outcome switch
    {
        CancellationOutcome.Confirmed => "canceled, and the provider confirmed it",
        CancellationOutcome.AlreadyFinished => "had already finished",
        _ => "canceled, but the provider did not confirm it: it may still run and bill",
    };

    private static IEnumerable<char> Letters(string word) => word.Where(c => c is not ('-' or '_' or ' ')).Select(char.ToLowerInvariant);
}
