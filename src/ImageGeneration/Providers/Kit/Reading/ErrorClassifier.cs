using System.Text.RegularExpressions;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Classifies an error by its words, where a service has no code for it.</summary>
internal static partial class ErrorClassifier
{
    /// <summary>Determines whether the words name no known cause.</summary>
    public static bool IsUnexplained(string text) => !ContentRefusal.IsMalfunctionIn(text) && !IsValidation(text) && !IsBilling(text);

    /// <summary>Determines whether the words mean an empty account. Memory, disks and drivers can be insufficient too, and neither a load
    /// balancer nor the white balance is an account.</summary>
    public static bool IsBilling(string text) => Billing().IsMatch(text);

    /// <summary>Determines whether the words concern a model or an endpoint rather than the account.</summary>
    public static bool ConcernsModel(string text) => ModelWords().IsMatch(text);

    /// <summary>Determines whether the words mean that the input is not what the worker takes.</summary>
    public static bool IsValidation(string text) => Validation().IsMatch(text);

    [GeneratedRegex(
        @"(?<![a-z])insufficient(?![a-z]| for\b|.{0,30}(?:memory|disk|storage|space|resources|permission|capacity))"
            + @"|(?<![a-z]|(?:load|white|colou?r)[ _-])balance(?![a-z])|\bcredits?\b|\bpayment\b|\bspend(?:ing)? limit\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Billing();

    [GeneratedRegex(@"\b(?:model|endpoint|deployment|version)s?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ModelWords();

    [GeneratedRegex(
        @"invalid parameter|unexpected input|is not a valid input option|is a required input|should be <class|field required",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Validation();
}
