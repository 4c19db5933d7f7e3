using ImageGeneration.Providers;

namespace ImageGeneration.Resilience;

/// <summary>What came of a submit: a job that runs, with what is to be given back at its end, or one that has ended.</summary>
/// <param name="Job">As the provider last described it.</param>
/// <param name="Permit">The place of the running job; null where there is nothing to wait for.</param>
/// <param name="Started">When it was submitted.</param>
/// <param name="IsProbe">The breaker waits for the outcome.</param>
internal readonly record struct JobStart(ProviderJob Job, LaneLease? Permit = null, long Started = 0, bool IsProbe = false);
