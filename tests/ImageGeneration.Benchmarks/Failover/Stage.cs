using System.Collections.Concurrent;
using ImageGeneration.Providers;
using ImageGeneration.Simulator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Benchmarks.Failover;

/// <summary>A simulator and an application over it, made anew for each scenario.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private const string ReplicateKey = "r8_benchKeyThatMustNotLeak";
    private const string RunPodKey = "rpa_benchKeyThatMustNotLeak";

    private readonly ServiceProvider _services;
    private readonly ConcurrentQueue<string> _log = new();

    private Stage(ImageProviderSimulator simulator, ScenarioTime clock, Scenario scenario)
    {
        (Simulator, Clock) = (simulator, clock);
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(Clock);
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Keeper(_log)));
        collection.AddImageGeneration(options =>
        {
            options.Outputs.AllowPrivateNetworks = true;
            options.Replicate.ApiKey = ReplicateKey;
            options.Replicate.BaseUrl = simulator.ReplicateBaseUrl;
            options.RunPod.ApiKey = RunPodKey;
            options.RunPod.BaseUrl = simulator.RunPodBaseUrl;
            options.Deadline = TimeSpan.FromSeconds(30);
            foreach (var provider in new ProviderOptions[] { options.Replicate, options.RunPod })
            {
                provider.RateLimit.RequestsPerMinute = 100_000;
                provider.RateLimit.Concurrent = 64;
                provider.Retry.BaseDelay = TimeSpan.FromMilliseconds(50);
                provider.Jobs.SubmitTimeout = TimeSpan.FromSeconds(2);
                provider.Jobs.ReadTimeout = TimeSpan.FromSeconds(2);
                provider.Jobs.CancelTimeout = TimeSpan.FromSeconds(3);
                provider.Jobs.MinPollInterval = TimeSpan.FromMilliseconds(20);
            }

            scenario.Configure(options);
        });
        _services = collection.BuildServiceProvider();
    }

    /// <summary>Goes to Replicate first and fails over to RunPod.</summary>
    public static ImageGenerationRequest Request { get; } = new()
    {
        Prompt = "secret lighthouse",
        Model = ImageModel.Flux1,
        Width = 512,
        Height = 512,
        QualityEnhancers = [QualityEnhancer.HighDetail],
    };

    public ImageProviderSimulator Simulator { get; }

    public IImageGenerationService Images => _services.GetRequiredService<IImageGenerationService>();

    public ScenarioTime Clock { get; }

    public ImageGenerationResponse? Response { get; private set; }

    public ImageGenerationException? Failure { get; private set; }

    public ImageGenerationCanceledException? Canceled { get; private set; }

    public static async Task<Stage> SetAsync(Scenario scenario)
    {
        var clock = new ScenarioTime(scenario.ClockSpeed);
        var options = new SimulatorOptions { Latency = new() { Speed = scenario.Speed }, RandomSeed = 7 };
        scenario.Latency(options.Latency);
        if (scenario.ClockSpeed > 1)
        {
            options.TimeProvider = clock;
        }

        return new(await ImageProviderSimulator.StartAsync(options), clock, scenario);
    }

    public void Fault(FaultEffect effect, SimulatedProvider provider = SimulatedProvider.Replicate, RequestPhase phase = RequestPhase.Create, int? times = null) =>
        Simulator.Faults.Add(new FaultRule { Provider = provider, Phase = phase, Effect = effect, Times = times });

    public Task<string> GenerateAsync(CancellationToken cancellationToken = default) => GenerateAsync(Request, null, cancellationToken);

    public Task<string> GenerateAsync(ImageGenerationRequest request, IProgress<GenerationProgress>? progress, CancellationToken cancellationToken) =>
        TellAsync(() => Images.GenerateAsync(request, new() { Progress = progress }, cancellationToken));

    /// <summary>Generates and says what came of it in a word.</summary>
    public async Task<string> TellAsync(Func<Task<ImageGenerationResponse>> generate)
    {
        try
        {
            Response = await generate();
            return Response.Provider;
        }
        catch (ImageGenerationCanceledException e)
        {
            Canceled = e;
            return e.Attempts.Count > 0 && e.Attempts[^1].Cancellation is { } outcome ? $"canceled, {outcome}" : "canceled";
        }
        catch (ImageGenerationException e)
        {
            Failure = e;
            return e.Kind.ToString();
        }
    }

    /// <summary>Places where a key or the prompt was seen that must not see it.</summary>
    public int Leaks()
    {
        var texts = _log.Append(Failure?.ToString() ?? "").Append(Canceled?.ToString() ?? "");
        return Simulator.Journal.KeysSeenOnOutputHost.Count
            + texts.Count(text => text.Contains(ReplicateKey, StringComparison.Ordinal)
                || text.Contains(RunPodKey, StringComparison.Ordinal)
                || text.Contains(Request.Prompt, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Simulator.DisposeAsync();
    }

    private sealed class Keeper(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
