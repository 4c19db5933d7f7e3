using ImageGeneration.Budgets;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Budgets;
using ImageGeneration.Tests.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ImageGeneration.Tests.Fakes;

/// <summary>The library as an application has it, over fake providers and a fake clock.</summary>
internal sealed class TestApplication : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public TestApplication(
        IReadOnlyList<FakeProvider> providers,
        Action<ImageGenerationServiceOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        Action<ProviderOptions>? provider = null,
        Action<IImageGenerationBuilder>? build = null)
    {
        var collection = new ServiceCollection();
        services?.Invoke(collection);
        collection.AddSingleton<TimeProvider>(Time);
        var builder = collection.AddImageGeneration(options =>
        {
            options.Routing.Strategy = ImageGeneration.Routing.RoutingStrategy.RegistrationOrder;
            configure?.Invoke(options);
        });
        foreach (var fake in providers)
        {
            builder.AddProvider(fake.Name, _ => fake, provider);
        }

        build?.Invoke(builder);
        Builder = builder;
        _services = collection.BuildServiceProvider();
    }

    public StepClock Time { get; } = new();

    public IImageGenerationBuilder Builder { get; }

    public IImageGenerationService Images
    {
        get
        {
            TestThread.LeaveContext();
            return _services.GetRequiredService<IImageGenerationService>();
        }
    }

    public IImageRoutePlanner Routes => _services.GetRequiredService<IImageRoutePlanner>();

    public IImageProviderMonitor Monitor => _services.GetRequiredService<IImageProviderMonitor>();

    public IReadOnlyList<BudgetUsage> Budget => _services.GetRequiredService<IBudget>().GetUsage();

    public static ImageGenerationRequest Request(string prompt = "a lighthouse") => new() { Prompt = prompt, Model = ImageModel.Sdxl };

    /// <summary>Runs a call, stepping the clock until it ends.</summary>
    public async Task<T> RunAsync<T>(Task<T> call, TimeSpan? step = null)
    {
        await Time.StepUntilAsync(call, step ?? TimeSpan.FromMilliseconds(50), TimeSpan.FromHours(1));
        return await call;
    }

    public T Service<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Disposes the container, stepping the clock while requests are under way.</summary>
    public async ValueTask DisposeAsync()
    {
        var disposing = _services.DisposeAsync().AsTask();
        await Time.StepUntilAsync(disposing, TimeSpan.FromMilliseconds(50), TimeSpan.FromHours(1));
        await disposing;
    }
}
