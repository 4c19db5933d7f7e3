using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Benchmarks.Waiting;

/// <summary>What many jobs under way hold in memory, and how often they are asked for, through the whole library over a provider in memory.</summary>
internal static class JobsInFlight
{
    public const int Jobs = 10_000;
    public const int ReadsPerMinute = 3000;
    private static readonly TimeSpan _watched = TimeSpan.FromSeconds(15);

    public static async Task<JobsInFlightFigures> MeasureAsync()
    {
        var provider = new LongJobs();
        var services = new ServiceCollection();
        services.AddImageGeneration().AddProvider(
            LongJobs.ProviderName,
            _ => provider,
            options => options.RateLimit = new()
            {
                RequestsPerMinute = 100_000,
                Burst = InMemoryApplication.FreeRequests,
                Concurrent = Jobs,
                ReadsPerMinute = ReadsPerMinute,
            });
        await using var application = services.BuildServiceProvider();
        var images = application.GetRequiredService<IImageGenerationService>();
        using var caller = new CancellationTokenSource();

        await StartAsync(images, provider, 100, caller.Token);
        var (calls, requests) = (new Task[Jobs], new ImageGenerationRequest[Jobs]);
        var without = Memory.Held();
        for (var i = 100; i < Jobs; i++)
        {
            requests[i] = Request(i);
        }

        var before = Memory.Held();
        for (var i = 100; i < Jobs; i++)
        {
            calls[i] = images.GenerateImageAsync(requests[i], LongJobs.ProviderName, caller.Token);
        }

        while (provider.Jobs < Jobs)
        {
            await Task.Delay(10);
        }

        var reads = provider.Reads;
        var clock = Stopwatch.StartNew();
        await Task.Delay(_watched);
        var perMinute = (provider.Reads - reads) / clock.Elapsed.TotalMinutes;
        var bytes = (double)(Memory.Held() - before) / (Jobs - 100);
        GC.KeepAlive(calls);
        GC.KeepAlive(requests);
        await caller.CancelAsync();
        return new(bytes, (double)(before - without) / (Jobs - 100), perMinute);
    }

    private static async Task StartAsync(IImageGenerationService images, LongJobs provider, int jobs, CancellationToken cancellationToken)
    {
        for (var i = 0; i < jobs; i++)
        {
            _ = images.GenerateImageAsync(Request(i), LongJobs.ProviderName, cancellationToken);
        }

        while (provider.Jobs < jobs)
        {
            await Task.Delay(10, CancellationToken.None);
        }

        await Task.Delay(500, CancellationToken.None);
    }

    private static ImageGenerationRequest Request(int number) =>
        new() { Prompt = $"A happy child reading a book in a cozy library, number {number}", Model = ImageModel.Flux1 };
}

/// <summary>The figures of many jobs under way.</summary>
/// <param name="BytesPerJob">What is held for each beside the caller's own request.</param>
/// <param name="BytesPerRequest">The caller's own request with its prompt.</param>
/// <param name="ReadsPerMinute">Status reads of all of them.</param>
internal sealed record JobsInFlightFigures(double BytesPerJob, double BytesPerRequest, double ReadsPerMinute);
