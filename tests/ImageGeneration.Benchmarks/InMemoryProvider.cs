using ImageGeneration.Providers;

namespace ImageGeneration.Benchmarks;

/// <summary>A provider that has its answers ready, so that what is measured is the library and nothing else.</summary>
internal sealed class InMemoryProvider(string name) : IImageProvider
{
    // More than the ids that a lane remembers: each job is a new one to it.
    private const int Answers = 8192;

    private readonly ModelCapabilities _capabilities = new()
    {
        ModelId = $"{name}/flux",
        MaxImagesPerJob = 4,
        Steps = new NumericRange(1, 50),
        GuidanceScale = new NumericRange(0, 20),
    };

    private readonly Task<ProviderJob>[] _answers = [.. Enumerable.Range(0, Answers).Select(job => Task.FromResult(Answer(name, job)))];

    private readonly Task<SubmitResult>[] _results =
        [.. Enumerable.Range(0, Answers).Select(job => Task.FromResult<SubmitResult>(new SubmitResult.Accepted(Answer(name, job))))];

    private int _asked;

    public string Name => name;

    public ModelCapabilities? GetCapabilities(ImageModel model) => model == ImageModel.Flux1 ? _capabilities : null;

    public Task<SubmitResult> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        _results[Interlocked.Increment(ref _asked) & (Answers - 1)];

    public Task<ProviderJob> GetJobAsync(JobReference job, CancellationToken cancellationToken) => _answers[0];

    public Task<ProviderJob> CancelAsync(JobReference job, CancellationToken cancellationToken) => _answers[0];

    public Task<ProviderHealth> CheckHealthAsync(CancellationToken cancellationToken) => Task.FromResult(new ProviderHealth(true, "in memory"));

    private static ProviderJob Answer(string name, int job) => new()
    {
        Reference = new(name, $"rm0a1b2c3d4e5f6g7h8j9k{job:0000}", $"{name}/flux"),
        Status = JobStatus.Succeeded,
        Images = [new GeneratedImage { Url = new Uri("https://images.test/1.png") }],
        RunTime = TimeSpan.FromSeconds(1),
    };
}
