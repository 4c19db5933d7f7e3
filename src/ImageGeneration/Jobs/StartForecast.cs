namespace ImageGeneration.Jobs;

/// <summary>Represents what the starts seen so far let expect of the next one.</summary>
/// <param name="Queue">The usual wait for a worker that is up.</param>
/// <param name="ColdStartProbability">The probability that no worker is up: 0 to 1.</param>
/// <param name="BootTime">The usual time that a worker takes to start; zero when jobs started at once after an idle time, null when that
/// was never seen.</param>
internal readonly record struct StartForecast(TimeSpan Queue, double ColdStartProbability, TimeSpan? BootTime);
