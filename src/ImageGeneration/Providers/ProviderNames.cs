namespace ImageGeneration.Providers;

/// <summary>The names of the providers that the library brings along: the keys of their options, limits, metrics and logs.</summary>
public static partial class ProviderNames;
