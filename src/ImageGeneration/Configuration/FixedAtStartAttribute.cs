namespace ImageGeneration.Configuration;

/// <summary>Marks a setting that a reload of the configuration does not change, as running requests and jobs rely on it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FixedAtStartAttribute : Attribute;
