namespace ImageGeneration.Simulator;

/// <summary>Provides the options of the simulated RunPod; every default works.</summary>
public sealed class RunPodSimulatorOptions
{
    /// <summary>
    /// Gets the endpoints of your own: endpoint id to the known endpoint whose worker they run, such as <c>stable-diffusion-xl</c>,
    /// <c>worker-comfyui</c>, <c>worker-a1111</c> or a public one. Default: none.
    /// </summary>
    public IDictionary<string, string> Endpoints { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets the endpoints that balance load instead of queueing: <c>/run</c> is refused there with a 400. Default: none.</summary>
    public ISet<string> LoadBalancers { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Gets the maximum of workers of an endpoint, by its id as it is called; jobs beyond them wait in the queue, 0 lets them wait for
    /// ever. Default: none, as many workers as jobs.
    /// </summary>
    public IDictionary<string, int> MaxWorkers { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>
    /// Gets the worker counters of <c>/health</c>, by endpoint id, instead of those that follow from its jobs. Default: none.
    /// </summary>
    public IDictionary<string, RunPodWorkerCounts> Health { get; } = new Dictionary<string, RunPodWorkerCounts>(StringComparer.Ordinal);

    /// <summary>
    /// Gets the limit of requests in ten seconds for each endpoint, by operation: <c>run</c>, <c>runsync</c>, <c>status</c>
    /// (<c>status-sync</c> counts as such), <c>stream</c>, <c>cancel</c>, <c>purge-queue</c>. Default: none, not enforced (the real ones
    /// are 1000, 2000, 2000, 2000, 100 and 2).
    /// </summary>
    public IDictionary<string, int> RequestsPerTenSeconds { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>
    /// Gets what each running worker of an endpoint allows in ten seconds, by operation; where that is more than the limit, it is the
    /// limit. Default: none: that there is such an allowance is documented, its size is not.
    /// </summary>
    public IDictionary<string, int> RequestsPerWorker { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Gets or sets where a 429 states the wait. Default: nowhere; whether the real one does is not documented.</summary>
    public RateLimitHint RateLimitHint { get; set; } = RateLimitHint.None;

    /// <summary>
    /// Gets or sets a value indicating whether workers upload to a bucket and return links instead of base64. Default: false.
    /// </summary>
    public bool UploadToBucket { get; set; }
}
