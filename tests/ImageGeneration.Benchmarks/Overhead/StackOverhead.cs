using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Benchmarks.Overhead;

/// <summary>What the whole stack costs over loopback HTTP, beside a bare client that makes the same calls to the same server.</summary>
internal static class StackOverhead
{
    private const int Rounds = 31;
    private const int ImagesPerRound = 512;
    private const string ApiKey = "r8_benchmark";
    private static readonly int[] Concurrencies = [1, 16, 256];

    public static async Task<IReadOnlyList<StackFigures>> MeasureAsync()
    {
        using var server = await ReplyServerProcess.StartAsync();
        using var bare = new BareClient(new Uri(server.Origin, "/v1"), ApiKey);
        await using var services = Library(new Uri(server.Origin, "/v1"));
        var images = services.GetRequiredService<IImageGenerationService>();
        Call byHand = cancellationToken => bare.GenerateAsync(InMemoryApplication.Request, cancellationToken);
        Call byLibrary = async cancellationToken =>
            (await images.GenerateImageWithFailoverAsync(InMemoryApplication.Request, cancellationToken)).ImageUrl!;

        await WarmUp.RunAsync(() => RoundAsync(16, byHand));
        await WarmUp.RunAsync(() => RoundAsync(16, byLibrary));
        var figures = new List<StackFigures>();
        foreach (var concurrency in Concurrencies)
        {
            figures.Add(await MeasureAsync(concurrency, byHand, byLibrary));
        }

        return figures;
    }

    private static async Task<StackFigures> MeasureAsync(int concurrency, Call byHand, Call byLibrary)
    {
        var rounds = new List<(Cost Bare, Cost Library)>();
        for (var round = -1; round < Rounds; round++)
        {
            // They take turns at going first, so that whatever drifts falls on both.
            var first = await RoundAsync(concurrency, round % 2 == 0 ? byHand : byLibrary);
            var second = await RoundAsync(concurrency, round % 2 == 0 ? byLibrary : byHand);
            if (round >= 0)
            {
                rounds.Add(round % 2 == 0 ? (first, second) : (second, first));
            }
        }

        return new(
            concurrency,
            Median.Calculate(rounds.Select(round => round.Library.Microseconds / round.Bare.Microseconds)),
            Median.Calculate([.. rounds.Select(round => round.Bare)]),
            Median.Calculate([.. rounds.Select(round => round.Library)]));
    }

    private static async Task<Cost> RoundAsync(int concurrency, Call call)
    {
        using var caller = new CancellationTokenSource();
        var left = ImagesPerRound;
        var bytes = GC.GetTotalAllocatedBytes();
        var cpu = Environment.CpuUsage.TotalTime;
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => WorkAsync()));
        cpu = Environment.CpuUsage.TotalTime - cpu;
        bytes = GC.GetTotalAllocatedBytes() - bytes;
        return new(cpu.TotalMicroseconds / ImagesPerRound, (double)bytes / ImagesPerRound);

        async Task WorkAsync()
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await call(caller.Token);
            }
        }
    }

    private static ServiceProvider Library(Uri root)
    {
        var services = new ServiceCollection();
        services.AddImageGeneration().AddReplicate(options =>
        {
            options.BaseUrl = root;
            options.ApiKey = ApiKey;
            options.RateLimit = new() { RequestsPerMinute = 100_000, Burst = InMemoryApplication.FreeRequests, Concurrent = Concurrencies.Max() };
        });
        return services.BuildServiceProvider();
    }

    private delegate Task<Uri> Call(CancellationToken cancellationToken);
}

/// <summary>What one image costs at a number of calls at once.</summary>
/// <param name="Concurrency">Calls under way.</param>
/// <param name="Ratio">CPU time of the library over that of the bare client: the median of the rounds' ratios.</param>
/// <param name="Bare">The bare client.</param>
/// <param name="Library">The library.</param>
internal sealed record StackFigures(int Concurrency, double Ratio, Cost Bare, Cost Library);
