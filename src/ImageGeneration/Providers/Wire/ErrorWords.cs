using System.Text.RegularExpressions;

namespace ImageGeneration.Providers.Wire;

/// <summary>What an error means by its words, where a service has no code for it.</summary>
internal static partial class ErrorWords
{
    // A shorter prompt may be a word of the service's own.
    private const int LeastPrompt = 12;

    /// <summary>The text without the caller's own words, which say nothing about what went wrong.</summary>
    public static string Without(string? prompt, string text) =>
        prompt is { Length: >= LeastPrompt } ? text.Replace(prompt, "", StringComparison.OrdinalIgnoreCase) : text;

    /// <summary>A content filter refused.</summary>
    public static bool AreRefusal(string text) => Refusal().IsMatch(text);

    /// <summary>The account is empty. Memory can be insufficient too, and a load balancer is no account.</summary>
    public static bool AreBilling(string text) => Billing().IsMatch(text);

    /// <summary>The input is not what the worker takes.</summary>
    public static bool AreValidation(string text) => Validation().IsMatch(text);

    [GeneratedRegex(
        @"(?<!-)\bsensitive\b|\bnsfw\b|\bsafety\b|\bmoderat(?:ion|ed)\b|\bcontent[ _]policy\b|\bflagged\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Refusal();

    [GeneratedRegex(
        @"\binsufficient\b(?!.{0,30}memory)|(?<!load )\bbalance\b|\bcredits?\b|\bpayment\b|\bspend(?:ing)? limit\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Billing();

    [GeneratedRegex(
        @"invalid parameter|unexpected input|is not a valid input option|is a required input|should be <class|field required",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Validation();
}
