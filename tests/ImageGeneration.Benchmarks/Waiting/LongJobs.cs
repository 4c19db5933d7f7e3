using ImageGeneration.Providers;

namespace ImageGeneration.Benchmarks.Waiting;

/// <summary>A provider whose jobs run until they are let go; it counts who asks for them.</summary>
internal sealed class LongJobs : IImageProvider
{
    public const string ProviderName = "long";

    private readonly ModelCapabilities _capabilities = new() { ModelId = $"{ProviderName}/flux", MaxImagesPerJob = 4 };
    private int _jobs;
    private long _reads;

    public string Name => ProviderName;

    public int Jobs => Volatile.Read(ref _jobs);

    public long Reads => Interlocked.Read(ref _reads);

    public bool MayEnd { get; set; }

    public ModelCapabilities? GetCapabilities(ImageModel model) => _capabilities;

    public Task<SubmitResult> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken) => Task.FromResult<SubmitResult>(new SubmitResult.Accepted(new()
    {
        Reference = new(ProviderName, $"rm0a1b2c3d4e5f6g7h8j{Interlocked.Increment(ref _jobs):000000}", request.ModelId),
        Status = JobStatus.Running,
    }));

    public Task<ProviderJob> GetJobAsync(JobReference job, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return Task.FromResult(new ProviderJob
        {
            Reference = job,
            Status = MayEnd ? JobStatus.Succeeded : JobStatus.Running,
            Images = MayEnd ? [new GeneratedImage { Url = new Uri("https://images.test/1.png") }] : [],
        });
    }

    public Task<ProviderJob> CancelAsync(JobReference job, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderJob.Failed(new(FailureKind.Canceled, "canceled"), job));

    public Task<ProviderHealth> CheckHealthAsync(CancellationToken cancellationToken) => Task.FromResult(new ProviderHealth(true, "in memory"));
}
