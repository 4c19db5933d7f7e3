using BenchmarkDotNet.Attributes;
using ImageGeneration.Providers;
using ImageGeneration.Resilience;

namespace ImageGeneration.Benchmarks.Parts;

/// <summary>A request that a resting provider turns away, and one that a healthy provider takes.</summary>
[MemoryDiagnoser]
public class LaneBreakerBenchmarks
{
    private static readonly ProviderJob _done = new() { Status = JobStatus.Succeeded };

    private readonly LaneBreaker _closed = Breaker();
    private readonly LaneBreaker _open = Breaker();

    [GlobalSetup]
    public void Open() => _open.Report(ProviderJob.Failed(new(FailureKind.Unauthorized, "Authentication failed")), isProbe: false);

    [Benchmark]
    public bool Closed()
    {
        var entered = _closed.TryEnter(out var isProbe, out _);
        _closed.Report(_done, isProbe);
        return entered;
    }

    [Benchmark]
    public bool OpenAndTurnedAway() => _open.TryEnter(out _, out _);

    private static LaneBreaker Breaker() => new("replicate", new BreakerOptions { LongBreakDuration = TimeSpan.FromHours(24) }, TimeProvider.System, static () => { });
}
