using System.Collections.Concurrent;
using ImageGeneration.Outputs;
using ImageGeneration.Providers;
using ImageGeneration.Simulator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.IntegrationTests.Stack;

/// <summary>The library as an application has it, over loopback HTTP against a simulator of its own; every log line is kept.</summary>
internal sealed class StackApplication : IAsyncDisposable
{
    public const string ReplicateKey = "r8_ReplicateKeyThatMustNotLeak";
    public const string RunPodKey = "rpa_RunPodKeyThatMustNotLeak";

    private readonly ServiceProvider _services;

    private StackApplication(ImageProviderSimulator simulator, Action<ImageGenerationServiceOptions>? configure)
    {
        Simulator = simulator;
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new KeepingLoggerProvider(Log)));
        collection.AddImageGeneration(options =>
        {
            options.Outputs.AllowPrivateNetworks = true;
            options.Replicate.ApiKey = ReplicateKey;
            options.Replicate.BaseUrl = simulator.ReplicateBaseUrl;
            options.RunPod.ApiKey = RunPodKey;
            options.RunPod.BaseUrl = simulator.RunPodBaseUrl;
            options.RunPod.WorkerUsdPerSecond = 0.00019m;
            foreach (var provider in new ProviderOptions[] { options.Replicate, options.RunPod })
            {
                provider.RateLimit.RequestsPerMinute = 10_000;
                provider.Retry.BaseDelay = TimeSpan.FromMilliseconds(10);
                provider.Jobs.MinPollInterval = TimeSpan.FromMilliseconds(10);
                provider.Jobs.CancelTimeout = TimeSpan.FromSeconds(3);
            }

            configure?.Invoke(options);
        });
        _services = collection.BuildServiceProvider();
    }

    public ImageProviderSimulator Simulator { get; }

    public ConcurrentQueue<string> Log { get; } = new();

    public IImageGenerationService Images => _services.GetRequiredService<IImageGenerationService>();

    public IImageRoutePlanner Routes => _services.GetRequiredService<IImageRoutePlanner>();

    public IImageProviderMonitor Monitor => _services.GetRequiredService<IImageProviderMonitor>();

    public IImageReader Reader => _services.GetRequiredService<IImageReader>();

    public static ImageGenerationRequest Flux => new() { Prompt = "a lighthouse at night", Model = ImageModel.Flux1, Width = 512, Height = 512 };

    public static ImageGenerationRequest Sdxl => Flux with { Model = ImageModel.Sdxl };

    /// <param name="configure">Settings of the library.</param>
    /// <param name="speed">How many times as fast jobs run at the simulator.</param>
    /// <param name="clock">The simulator's clock alone; the library has the machine's.</param>
    public static async Task<StackApplication> StartAsync(
        Action<ImageGenerationServiceOptions>? configure = null, double speed = 50, TimeProvider? clock = null) =>
        new(
            await ImageProviderSimulator.StartAsync(
                new SimulatorOptions { Latency = new() { Speed = speed }, TimeProvider = clock ?? TimeProvider.System }),
            configure);

    public void Fault(FaultEffect effect, SimulatedProvider provider = SimulatedProvider.Replicate, RequestPhase phase = RequestPhase.Create, int? times = null) =>
        Simulator.Faults.Add(new FaultRule { Provider = provider, Phase = phase, Effect = effect, Times = times });

    public int Creates(SimulatedProvider provider) => Simulator.Journal.RequestsTo(RequestPhase.Create, provider).Count;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Simulator.DisposeAsync();
    }

    private sealed class KeepingLoggerProvider(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue($"scope {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
