using ImageGeneration.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Benchmarks;

/// <summary>The library as an application has it, over two providers that answer from memory, with prices and a budget to be kept.</summary>
internal sealed class InMemoryApplication : IDisposable
{
    /// <summary>Creates that the limiter of a fresh application grants at once: its largest burst.</summary>
    public const int FreeRequests = 99_999;

    private readonly ServiceProvider _services;

    public InMemoryApplication(TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time ?? TimeProvider.System);
        var builder = services.AddImageGeneration(options =>
        {
            options.Routing.Strategy = RoutingStrategy.LowestCost;
            options.Budget.PerDayUsd = 1_000_000m;
            options.Prices.Add(new() { Provider = "first", Model = "first/flux", PerImageUsd = 0.003m });
            options.Prices.Add(new() { Provider = "second", Model = "second/flux", PerImageUsd = 0.0063m });
        });
        foreach (var name in new[] { "first", "second" })
        {
            builder.AddProvider(
                name,
                _ => new InMemoryProvider(name),
                options => options.RateLimit = new() { RequestsPerMinute = 100_000, Burst = FreeRequests, Concurrent = 1000 });
        }

        _services = services.BuildServiceProvider();
        Images = Get<IImageGenerationService>();
    }

    /// <summary>A plain request: one square image, no style.</summary>
    public static ImageGenerationRequest Request { get; } =
        new() { Prompt = "A happy child reading a book in a cozy library", Model = ImageModel.Flux1, Seed = 42 };

    public IImageGenerationService Images { get; }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public void Dispose() => _services.Dispose();
}
