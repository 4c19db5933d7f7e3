namespace ImageGeneration.Configuration;

/// <summary>A table whose values may be JSON, which a configuration would split: they are texts.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class JsonValuesAttribute : Attribute;
