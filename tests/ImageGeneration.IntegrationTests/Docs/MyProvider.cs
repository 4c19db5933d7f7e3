using ImageGeneration.Providers;

namespace ImageGeneration.IntegrationTests.Docs;

/// <summary>The least that a provider of one's own must be: its jobs are done at once.</summary>
internal sealed class MyProvider : IImageProvider
{
    private static readonly byte[] _png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    public string Name => "mine";

    public ModelCapabilities? GetCapabilities(ImageModel model) => new() { ModelId = "my-" + model.Name };

    public Task<SubmitResult> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken) => Task.FromResult<SubmitResult>(new SubmitResult.Accepted(new()
    {
        Reference = new(Name, "job-1", request.ModelId),
        Status = JobStatus.Succeeded,
        Images = [new GeneratedImage { Bytes = _png, MediaType = "image/png" }],
    }));

    public Task<ProviderJob> GetJobAsync(JobReference job, CancellationToken cancellationToken) => throw new NotSupportedException("Jobs are done at once.");

    public Task<ProviderJob> CancelAsync(JobReference job, CancellationToken cancellationToken) => throw new NotSupportedException("Jobs are done at once.");

    public Task<ProviderHealth> CheckHealthAsync(CancellationToken cancellationToken) => Task.FromResult(new ProviderHealth(true, "always"));
}
