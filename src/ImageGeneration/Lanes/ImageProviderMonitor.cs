namespace ImageGeneration.Lanes;

/// <summary>Provides the public view of the lanes.</summary>
internal sealed class ImageProviderMonitor(LaneRegistry lanes) : IImageProviderMonitor
{
    public IReadOnlyList<ProviderStatus> GetStatus() => lanes.Status();

    public Task<ProviderHealth> CheckHealthAsync(string provider, CancellationToken cancellationToken) =>
        lanes.Get(provider).Probe.CheckHealthAsync(cancellationToken);
}
