using BenchmarkDotNet.Attributes;
using ImageGeneration.Benchmarks.Overhead;
using ImageGeneration.Telemetry;

namespace ImageGeneration.Benchmarks.Parts;

/// <summary>One attempt counted, with nobody and with somebody listening to the meter.</summary>
[MemoryDiagnoser]
public class GenerationMetricsBenchmarks
{
    private readonly InMemoryApplication _application = new(new FastClock());
    private readonly GenerationAttempt _attempt = new()
    {
        Provider = "first",
        ModelId = "first/flux",
        Duration = TimeSpan.FromSeconds(2),
        RunTime = TimeSpan.FromSeconds(1),
        CostUsd = 0.003m,
    };

    private IGenerationMetricsCollector _metrics = null!;
    private TelemetryListeners? _listeners;

    [Params(false, true)]
    public bool IsListenedTo { get; set; }

    [GlobalSetup]
    public void Start()
    {
        _metrics = _application.Get<IGenerationMetricsCollector>();
        _listeners = IsListenedTo ? new(spans: false) : null;
    }

    [GlobalCleanup]
    public void Stop()
    {
        _listeners?.Dispose();
        _application.Dispose();
    }

    [Benchmark]
    public void RecordAttempt() => _metrics.RecordAttempt(_attempt, ImageModel.Flux1);
}
