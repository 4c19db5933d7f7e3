using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace ImageGeneration.Configuration;

/// <summary>Validates a duration within a closed range; the range attribute of the framework needs reflection for that.</summary>
/// <param name="minimum">The minimum, <c>hh:mm:ss</c>.</param>
/// <param name="maximum">The maximum, <c>hh:mm:ss</c> or <c>d.hh:mm:ss</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeSpanRangeAttribute(string minimum, string maximum) : ValidationAttribute
{
    public TimeSpan Minimum { get; } = TimeSpan.Parse(minimum, CultureInfo.InvariantCulture);

    public TimeSpan Maximum { get; } = TimeSpan.Parse(maximum, CultureInfo.InvariantCulture);

    public override bool IsValid(object? value) => value is not TimeSpan time || (time >= Minimum && time <= Maximum);

    public override string FormatErrorMessage(string name) => $"{name} must be between {Minimum} and {Maximum} (hh:mm:ss).";
}
