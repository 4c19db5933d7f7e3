namespace ImageGeneration.Configuration;

/// <summary>A setting that a reload of the configuration does not change: what runs, or jobs under way, rest on it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FixedAtStartAttribute : Attribute;
