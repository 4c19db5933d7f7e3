namespace ImageGeneration.Jobs;

/// <summary>What the starts that were seen let expect of the next one.</summary>
/// <param name="Queue">The usual wait for a worker that is up.</param>
/// <param name="ColdStartProbability">How likely none is up: 0 to 1.</param>
/// <param name="BootTime">How long one usually takes to start; zero where jobs started at once after an idle time, null where that was
/// never seen.</param>
internal readonly record struct StartForecast(TimeSpan Queue, double ColdStartProbability, TimeSpan? BootTime);
