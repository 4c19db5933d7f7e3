namespace ImageGeneration.Providers;

/// <summary>Wraps a provider that can be replaced while its jobs run, as when its key changes: each call goes to the current
/// one.</summary>
internal sealed class ReplaceableProvider(IImageProvider first) : IImageProvider
{
    private volatile IImageProvider _current = first;

    public IImageProvider Current
    {
        get => _current;
        set => _current = value;
    }

    public string Name => _current.Name;

    public ModelCapabilities? GetCapabilities(ImageModel model) => _current.GetCapabilities(model);

    public Task<SubmitResult> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        _current.SubmitAsync(request, cancellationToken);

    public Task<ProviderJob> GetJobAsync(JobReference job, CancellationToken cancellationToken) =>
        _current.GetJobAsync(job, cancellationToken);

    public Task<ProviderJob> WaitForJobAsync(JobReference job, TimeSpan maxWait, CancellationToken cancellationToken) =>
        _current.WaitForJobAsync(job, maxWait, cancellationToken);

    public Task<ProviderJob> CancelAsync(JobReference job, CancellationToken cancellationToken) =>
        _current.CancelAsync(job, cancellationToken);

    public Task<ProviderHealth> CheckHealthAsync(CancellationToken cancellationToken) => _current.CheckHealthAsync(cancellationToken);

    public ValueTask ReadCapabilitiesAsync(ImageModel model, CancellationToken cancellationToken) =>
        _current.ReadCapabilitiesAsync(model, cancellationToken);

    public Task<WorkerCounts?> GetWorkerCountsAsync(string modelId, CancellationToken cancellationToken) =>
        _current.GetWorkerCountsAsync(modelId, cancellationToken);

    public Task<string?> DescribeQueueAsync(JobReference job, CancellationToken cancellationToken) =>
        _current.DescribeQueueAsync(job, cancellationToken);

    public IAsyncEnumerable<ProviderJob>? FindSubmittedAsync(
        ProviderRequest request, DateTimeOffset since, CancellationToken cancellationToken) =>
        _current.FindSubmittedAsync(request, since, cancellationToken);
}
