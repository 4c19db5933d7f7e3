using System.Globalization;
using ImageGeneration.Json;

namespace ImageGeneration.Configuration;

/// <summary>Converts one value from its text to the type of the option.</summary>
internal static class SettingValue
{
    private const int MaxShown = 32;

    public static bool IsKnown(Type type) => Form(Nullable.GetUnderlyingType(type) ?? type) is not null;

    /// <summary>Converts a value, or describes what it must be.</summary>
    /// <returns>The value; null when the text is invalid.</returns>
    public static object? Read(Type type, string text, out string problem)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        problem = "";
        var culture = CultureInfo.InvariantCulture;
        object? value = type switch
        {
            _ when type == typeof(string) => text,
            _ when type == typeof(TimeSpan) => DurationText.Parse(text),
            _ when type == typeof(bool) => bool.TryParse(text, out var flag) ? flag : null,
            _ when type == typeof(int) => int.TryParse(text, NumberStyles.Integer, culture, out var number) ? number : null,
            _ when type == typeof(long) => long.TryParse(text, NumberStyles.Integer, culture, out var number) ? number : null,
            _ when type == typeof(decimal) => decimal.TryParse(text, NumberStyles.Float, culture, out var number) ? number : null,
            _ when type == typeof(double) =>
                double.TryParse(text, NumberStyles.Float, culture, out var number) && double.IsFinite(number) ? number : null,
            _ when type == typeof(Uri) => text.Length > 0 && Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var uri) ? uri : null,
            _ when type == typeof(DateOnly) =>
                DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var date) ? date : null,
            _ when type.IsEnum => WordText.Find(type, text),
            _ => throw new NotSupportedException($"There is no way to read a setting of type {type}."),
        };
        if (value is null)
        {
            problem = $"must be {Form(type)}{Shown(type, text)}";
        }

        return value;
    }

    private static string? Form(Type type) => type switch
    {
        _ when type == typeof(string) => "a text",
        _ when type == typeof(TimeSpan) => DurationText.Forms,
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(decimal) || type == typeof(double) => "a number such as 0.05",
        _ when type == typeof(Uri) => "an address such as https://example.org",
        _ when type == typeof(DateOnly) => "a date as yyyy-mm-dd",
        _ when type.IsEnum => "one of " + string.Join(", ", Enum.GetNames(type)),
        _ => null,
    };

    // An address may contain a password, and a long text may be a key in the wrong place.
    private static string Shown(Type type, string text) =>
        text.Length == 0 ? "; it is empty"
        : type == typeof(Uri) || text.Length > MaxShown || text.Any(char.IsControl) ? ""
        : $", not '{text}'";
}
