using ImageGeneration.Jobs;
using ImageGeneration.Providers;

namespace ImageGeneration.Resilience;

/// <summary>What came of a submit: a job that runs, or one that has ended.</summary>
/// <param name="Ended">The job that has; null where there is one to wait for.</param>
/// <param name="Watch">The job that runs.</param>
internal readonly record struct JobStart(ProviderJob? Ended, JobWatch? Watch = null);
