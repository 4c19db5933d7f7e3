namespace ImageGeneration.Providers;

/// <summary>A provider that can be replaced while its jobs run, as when its key changes: each call goes to the one that is current.</summary>
internal sealed class ReplaceableProvider(IImageProvider first) : IImageProvider
{
    private volatile IImageProvider _current = first;

    public IImageProvider Current
    {
        get => _current;
        set => _current = value;
    }

    public string Name => _current.Name;

    /// <summary>What a provider can do beside its contract; null where it cannot.</summary>
    public static T? Find<T>(IImageProvider provider)
        where T : class =>
        (provider is ReplaceableProvider replaceable ? replaceable.Current : provider) as T;

    public ModelCapabilities? GetCapabilities(ImageModel model) => _current.GetCapabilities(model);

    public Task<SubmitResult> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        _current.SubmitAsync(request, cancellationToken);

    public Task<ProviderJob> GetJobAsync(JobReference job, CancellationToken cancellationToken) =>
        _current.GetJobAsync(job, cancellationToken);

    public Task<ProviderJob> CancelAsync(JobReference job, CancellationToken cancellationToken) =>
        _current.CancelAsync(job, cancellationToken);

    public Task<ProviderHealth> CheckHealthAsync(CancellationToken cancellationToken) => _current.CheckHealthAsync(cancellationToken);
}
