namespace ImageGeneration.Providers;

/// <summary>Provides the names of the built-in providers: the keys of their options, limits, metrics and logs.</summary>
public static partial class ProviderNames;
