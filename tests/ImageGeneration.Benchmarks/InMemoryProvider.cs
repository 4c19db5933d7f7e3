using ImageGeneration.Providers;

namespace ImageGeneration.Benchmarks;

/// <summary>A provider that has the answer ready: one constant job, so that what is measured is the library and nothing else.</summary>
internal sealed class InMemoryProvider(string name) : IImageProvider
{
    private readonly ModelCapabilities _capabilities = new()
    {
        ModelId = $"{name}/flux",
        MaxImagesPerJob = 4,
        Steps = new Limits(1, 50),
        GuidanceScale = new Limits(0, 20),
    };

    private readonly Task<ProviderJob> _answer = Task.FromResult(new ProviderJob
    {
        Reference = new(name, "rm0a1b2c3d4e5f6g7h8j9k0mnp", $"{name}/flux"),
        Status = JobStatus.Succeeded,
        Images = [new GeneratedImage { Url = new Uri("https://images.test/1.png") }],
        RunTime = TimeSpan.FromSeconds(1),
    });

    public string Name => name;

    public ModelCapabilities? GetCapabilities(ImageModel model) => model == ImageModel.Flux1 ? _capabilities : null;

    public Task<ProviderJob> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken) => _answer;

    public Task<ProviderJob> GetJobAsync(JobReference job, CancellationToken cancellationToken) => _answer;

    public Task<ProviderJob> CancelAsync(JobReference job, CancellationToken cancellationToken) => _answer;

    public Task<ProviderHealth> CheckHealthAsync(CancellationToken cancellationToken) => Task.FromResult(new ProviderHealth(true, "in memory"));
}
