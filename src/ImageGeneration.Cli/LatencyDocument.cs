namespace ImageGeneration.Cli;

/// <summary>Represents the time that a provider is expected to take, as <c>--json</c> prints it.</summary>
internal sealed record LatencyDocument(
    double LocalQueueSeconds,
    double ProviderQueueSeconds,
    double ColdStartProbability,
    double BootSeconds,
    double RunSeconds,
    double TotalSeconds)
{
    public static LatencyDocument From(ExpectedLatency latency) => new(
        latency.LocalQueue.TotalSeconds,
        latency.ProviderQueue.TotalSeconds,
        latency.ColdStartProbability,
        latency.BootTime.TotalSeconds,
        latency.RunTime.TotalSeconds,
        latency.Total.TotalSeconds);
}
