using ImageGeneration.Diagnostics;
using ImageGeneration.Routing;

namespace ImageGeneration.Resilience;

/// <summary>The lanes of all providers in use, in the order of registration.</summary>
internal sealed class ProviderLanes(ProviderLane[] lanes) : IDisposable
{
    public ProviderLane[] All { get; } = lanes;

    public ProviderLane Get(string provider)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(provider);
        foreach (var lane in All)
        {
            if (string.Equals(lane.Provider.Name, provider, StringComparison.OrdinalIgnoreCase))
            {
                return lane;
            }
        }

        throw new ArgumentException(
            $"Provider '{provider}' is not configured. Configured: {string.Join(", ", All.Select(lane => lane.Provider.Name))}.", nameof(provider));
    }

    public IReadOnlyDictionary<string, QueueMetrics> QueueMetrics() =>
        All.ToDictionary(
            lane => lane.Provider.Name,
            lane => new QueueMetrics(lane.Limiter.Waiting, lane.Limiter.Running, lane.Waits.Average, lane.Waits.Longest));

    public IReadOnlyList<ProviderStatus> Status() => [.. All.Select(Status)];

    public void Dispose()
    {
        foreach (var lane in All)
        {
            lane.Dispose();
        }
    }

    private static ProviderStatus Status(ProviderLane lane) => new()
    {
        Provider = lane.Provider.Name,
        Models = lane.Options.Models.AsReadOnly(),
        RequestsPerMinute = lane.Options.RateLimit.RequestsPerMinute,
        Concurrent = lane.Options.RateLimit.Concurrent,
        Waiting = lane.Limiter.Waiting,
        Running = lane.Limiter.Running,
        Breaker = lane.Breaker.State,
        AvailableIn = lane.Breaker.RestLeft ?? lane.Limiter.PauseLeft,
    };
}
