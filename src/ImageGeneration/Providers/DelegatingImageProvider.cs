namespace ImageGeneration.Providers;

/// <summary>Provides a base for decorators: a provider that passes each call on to another one, with all of its abilities.</summary>
/// <param name="inner">The provider to call.</param>
public abstract class DelegatingImageProvider(IImageProvider inner) : IImageProvider
{
    /// <summary>Gets the provider to call.</summary>
    protected IImageProvider Inner { get; } = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <inheritdoc/>
    public virtual string Name => Inner.Name;

    /// <inheritdoc/>
    public virtual ModelCapabilities? GetCapabilities(ImageModel model) => Inner.GetCapabilities(model);

    /// <inheritdoc/>
    public virtual Task<SubmitResult> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        Inner.SubmitAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ProviderJob> GetJobAsync(JobReference job, CancellationToken cancellationToken) =>
        Inner.GetJobAsync(job, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The reads of a job that is awaited come here: a decorator that overrides <see cref="GetJobAsync"/> overrides this method
    /// too.</remarks>
    public virtual Task<ProviderJob> WaitForJobAsync(JobReference job, TimeSpan maxWait, CancellationToken cancellationToken) =>
        Inner.WaitForJobAsync(job, maxWait, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ProviderJob> CancelAsync(JobReference job, CancellationToken cancellationToken) =>
        Inner.CancelAsync(job, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ProviderHealth> CheckHealthAsync(CancellationToken cancellationToken) => Inner.CheckHealthAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask ReadCapabilitiesAsync(ImageModel model, CancellationToken cancellationToken) =>
        Inner.ReadCapabilitiesAsync(model, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<WorkerCounts?> GetWorkerCountsAsync(string modelId, CancellationToken cancellationToken) =>
        Inner.GetWorkerCountsAsync(modelId, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<string?> DescribeQueueAsync(JobReference job, CancellationToken cancellationToken) =>
        Inner.DescribeQueueAsync(job, cancellationToken);

    /// <inheritdoc/>
    public virtual IAsyncEnumerable<ProviderJob>? FindSubmittedAsync(
        ProviderRequest request, DateTimeOffset since, CancellationToken cancellationToken) =>
        Inner.FindSubmittedAsync(request, since, cancellationToken);
}
