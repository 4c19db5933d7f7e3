using System.Globalization;
using ImageGeneration.Cli.Options;

namespace ImageGeneration.Cli.Simulate;

/// <summary>Represents a value as typed.</summary>
/// <param name="Text">The value.</param>
/// <param name="AsTyped">The name of the setting in errors.</param>
internal sealed record SimulatorValue(string Text, string AsTyped)
{
    private const string Fastest = "max";

    private static readonly TimeSpan _longest = TimeSpan.FromDays(30);

    public static bool Reads(Type type) =>
        Bare(type) is { IsEnum: true } or { IsPrimitive: true } || Bare(type) == typeof(string) || Bare(type) == typeof(TimeSpan);

    /// <exception cref="CliException">The value is invalid; the message says what is valid.</exception>
    public object As(Type type)
    {
        var bare = Bare(type);
        return bare.IsEnum ? Word(bare)
            : bare == typeof(bool) ? bool.TryParse(Text, out var on) ? on : throw Wrong("true or false")
            : bare == typeof(int) ? Whole()
            : bare == typeof(double) ? Factor()
            : bare == typeof(TimeSpan) ? Duration()
            : Text;
    }

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private object Word(Type type) =>
        Enum.GetValues(type).Cast<object>().FirstOrDefault(word => Words.AreSame(word.ToString()!, Text))
        ?? throw Wrong("one of " + string.Join(", ", Enum.GetNames(type)));

    private int Whole()
    {
        var most = AsTyped.EndsWith("port", StringComparison.OrdinalIgnoreCase) ? 65_535 : int.MaxValue;
        return int.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw Wrong(string.Create(CultureInfo.InvariantCulture, $"a whole number from 0 to {most}"));
    }

    private double Factor() =>
        Words.AreSame(Text, Fastest) ? double.PositiveInfinity
        : double.TryParse(Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number is >= 0.001 and <= 1e6 ? number
        : throw Wrong($"a number from 0.001 to 1000000, or {Fastest}");

    private TimeSpan Duration() =>
        DurationText.Parse(Text) is { } time && time >= TimeSpan.Zero && time <= _longest
            ? time
            : throw Wrong("0 to 30 days, such as 150ms, 5, 5s, 2m or 1h");

    private CliException Wrong(string taken) => CliException.Usage($"{AsTyped} takes {taken}, not '{Text}'.");
}
