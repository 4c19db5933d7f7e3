namespace ImageGeneration.Lanes;

/// <summary>Holds the lanes of all configured providers, in the order of registration.</summary>
internal sealed class LaneRegistry(ProviderLane[] lanes) : IDisposable
{
    public ProviderLane[] All { get; } = lanes;

    public IReadOnlyList<string> Names { get; } = [.. lanes.Select(static lane => lane.Provider.Name)];

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
            $"Provider '{provider}' is not configured. Configured: {string.Join(", ", Names)}.",
            nameof(provider));
    }

    /// <summary>Lets the providers in question discover what a model takes, in parallel; as a rule this completes synchronously.</summary>
    public async ValueTask ReadCapabilitiesAsync(ImageModel model, string? only, CancellationToken cancellationToken)
    {
        List<Task>? readings = null;
        foreach (var lane in All)
        {
            if (only is null || lane.Provider.Name == only)
            {
                var reading = lane.Probe.ReadCapabilitiesAsync(model, cancellationToken);
                if (!reading.IsCompletedSuccessfully)
                {
                    (readings ??= []).Add(reading.AsTask());
                }
            }
        }

        if (readings is not null)
        {
            await Task.WhenAll(readings).ConfigureAwait(false);
        }
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
        ReadsPerMinute = lane.Options.RateLimit.EffectiveReads,
        Waiting = lane.Limiter.Waiting,
        Running = lane.Limiter.Running,
        WaitingForReads = lane.Reads.Count,
        Circuit = lane.Breaker.State,
        UnavailableModels = lane.Circuits.OpenModels,
        AvailableIn = lane.HeldFor,
        CircuitOpenFor = lane.Breaker.BreakRemaining,
        ThrottledFor = lane.Limiter.PauseLeft,
        StatusReadsThrottledFor = lane.Reads.PauseLeft,
    };
}
