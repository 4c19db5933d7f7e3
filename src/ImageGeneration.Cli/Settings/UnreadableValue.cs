using System.Text.RegularExpressions;

namespace ImageGeneration.Cli.Settings;

/// <summary>The binder's complaint about a value that is no number, no duration and the like, in words of the settings: the binder names
/// types of the code.</summary>
internal static partial class UnreadableValue
{
    public static string Message(InvalidOperationException exception)
    {
        var match = Complaint().Match(exception.Message);
        return match.Success
            ? $"{match.Groups["setting"].Value} must be {Form(match.Groups["type"].Value)}, not '{match.Groups["value"].Value}'."
            : exception.Message;
    }

    private static string Form(string type) => type switch
    {
        "System.TimeSpan" => "a duration as hh:mm:ss, such as 00:01:30",
        "System.Boolean" => "true or false",
        "System.Int32" or "System.Int64" => "a whole number",
        "System.Decimal" or "System.Double" => "a number such as 0.05",
        "System.Uri" => "an address such as https://example.org",
        "System.DateOnly" => "a date as yyyy-mm-dd",
        _ => typeof(IImageGenerationService).Assembly.GetType(type) is { IsEnum: true } words
            ? "one of " + string.Join(", ", Enum.GetNames(words))
            : "a value of type " + type,
    };

    [GeneratedRegex(
        "^Failed to convert configuration value '(?<value>.*)' at '(?<setting>.*)' to type '(?<type>.*)'", RegexOptions.Singleline)]
    private static partial Regex Complaint();
}
