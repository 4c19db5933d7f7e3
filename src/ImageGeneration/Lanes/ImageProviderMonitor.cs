namespace ImageGeneration.Lanes;

/// <summary>The lanes as an application sees them.</summary>
internal sealed class ImageProviderMonitor(LaneRegistry lanes) : IImageProviderMonitor
{
    public IReadOnlyList<ProviderStatus> GetStatus() => lanes.Status();

    public Task<ProviderHealth> CheckHealthAsync(string provider, CancellationToken cancellationToken) =>
        lanes.Get(provider).Probe.CheckHealthAsync(cancellationToken);
}
