using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Providers;

/// <summary>Submits of which a test only wants to see the job.</summary>
internal static class SubmitJobs
{
    public static async Task<ProviderJob> SubmitJobAsync(
        this IImageProvider provider, ProviderRequest request, CancellationToken cancellationToken) =>
        (await provider.SubmitAsync(request, cancellationToken)).ToJob();
}
