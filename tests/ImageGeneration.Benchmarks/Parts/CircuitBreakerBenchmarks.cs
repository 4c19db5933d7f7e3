using BenchmarkDotNet.Attributes;
using ImageGeneration.Breaking;
using ImageGeneration.Providers;

namespace ImageGeneration.Benchmarks.Parts;

/// <summary>A request that a resting provider turns away, and one that a healthy provider takes.</summary>
[MemoryDiagnoser]
public class CircuitBreakerBenchmarks
{
    private static readonly ProviderJob _done = new() { Status = JobStatus.Succeeded };

    private static readonly ProviderRequest _request =
        new() { Model = ImageModel.Sdxl, ModelId = "acme/sdxl", Prompt = "a lighthouse", Width = 1024, Height = 1024 };

    private readonly CircuitBreaker _closed = Breaker();
    private readonly CircuitBreaker _open = Breaker();

    [GlobalSetup]
    public void Open() =>
        _open.Report(_request, ProviderJob.Failed(new(FailureKind.Unauthorized, "Authentication failed")), BreakerPass.Closed);

    [Benchmark]
    public bool Closed()
    {
        var entered = _closed.TryEnter(_request, out var pass, out _);
        _closed.Report(_request, _done, pass);
        return entered;
    }

    [Benchmark]
    public bool OpenAndTurnedAway() => _open.TryEnter(_request, out _, out _);

    private static CircuitBreaker Breaker() =>
        new("replicate", isOfProvider: true, new BreakerOptions { LongBreakDuration = TimeSpan.FromHours(24) }, TimeProvider.System);
}
