using System.Text.RegularExpressions;
using ImageGeneration.Providers.Http;

namespace ImageGeneration.Providers.Wire;

/// <summary>What an error means by its words, where a service has no code for it.</summary>
internal static partial class ErrorWords
{
    // A shorter prompt may be a word of the service's own.
    private const int LeastPrompt = 12;

    /// <summary>The text without the caller's own words, which say nothing about what went wrong.</summary>
    public static string Without(string? prompt, string text) =>
        prompt is { Length: >= LeastPrompt } ? PromptText.Without(text, prompt, "") : text;

    /// <summary>A content filter refused.</summary>
    public static bool AreRefusal(string text) => Refusal().IsMatch(text);

    /// <summary>The account is empty. Memory, disks and drivers can be insufficient too, and neither a load balancer nor the white balance
    /// is an account.</summary>
    public static bool AreBilling(string text) => Billing().IsMatch(text);

    /// <summary>The input is not what the worker takes.</summary>
    public static bool AreValidation(string text) => Validation().IsMatch(text);

    [GeneratedRegex(
        @"(?<!-|\bcase )\bsensitive\b|\bnsfw\b|\bsafety\b|\bmoderat(?:ion|ed)\b|\bcontent[ _]policy\b|\bflagged\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Refusal();

    [GeneratedRegex(
        @"(?<![a-z])insufficient(?![a-z]| for\b|.{0,30}(?:memory|disk|storage|space|resources|permission|capacity))"
            + @"|(?<![a-z]|(?:load|white|colou?r)[ _-])balance(?![a-z])|\bcredits?\b|\bpayment\b|\bspend(?:ing)? limit\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Billing();

    [GeneratedRegex(
        @"invalid parameter|unexpected input|is not a valid input option|is a required input|should be <class|field required",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Validation();
}
