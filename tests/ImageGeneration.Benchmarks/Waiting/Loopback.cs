using System.Collections.Concurrent;
using ImageGeneration.Providers.Replicate;
using ImageGeneration.Simulator;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Benchmarks.Waiting;

/// <summary>The library over a simulator on loopback.</summary>
internal static class Loopback
{
    public const string ApiKey = "r8_benchmark";

    public static ServiceProvider Services(ImageProviderSimulator simulator, int atOnce, Action<ReplicateOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddImageGeneration().AddReplicate(options =>
        {
            options.BaseUrl = simulator.ReplicateBaseUrl;
            options.ApiKey = ApiKey;
            options.RateLimit = new() { RequestsPerMinute = 100_000, Burst = InMemoryApplication.FreeRequests, Concurrent = atOnce };
            configure?.Invoke(options);
        });
        return services.BuildServiceProvider();
    }

    /// <summary>Generates a number of images, so many at once.</summary>
    /// <returns>Each job's id, and when its caller had the response.</returns>
    public static async Task<IReadOnlyCollection<(string Job, DateTimeOffset Returned)>> GenerateAsync(IImageGenerationService images, int count, int atOnce)
    {
        var ends = new ConcurrentQueue<(string, DateTimeOffset)>();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (_, cancellationToken) =>
        {
            var response = await images.GenerateImageAsync(InMemoryApplication.Request, "replicate", cancellationToken);
            ends.Enqueue((response.Metadata.Attempts[0].JobId!, DateTimeOffset.UtcNow));
        });
        return ends;
    }
}
