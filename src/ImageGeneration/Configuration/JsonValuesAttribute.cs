namespace ImageGeneration.Configuration;

/// <summary>Marks a table whose values may be JSON, which a configuration would split: they are written as texts.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class JsonValuesAttribute : Attribute;
