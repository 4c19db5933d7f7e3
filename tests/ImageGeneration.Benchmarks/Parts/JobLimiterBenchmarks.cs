using BenchmarkDotNet.Attributes;
using ImageGeneration.Limiting;
using ImageGeneration.Providers;

namespace ImageGeneration.Benchmarks.Parts;

/// <summary>A permit taken and given back, and a request turned away.</summary>
[MemoryDiagnoser]
public class JobLimiterBenchmarks
{
    private static readonly PermitRequest _now = new() { MaxPause = TimeSpan.Zero, TimeLeft = TimeSpan.Zero };

    private readonly JobLimiter _free = new(new RateLimitOptions { RequestsPerMinute = 100_000, Concurrent = 10 }, new FastClock());
    private readonly JobLimiter _full = new(new RateLimitOptions { RequestsPerMinute = 1, QueueLimit = 0 }, TimeProvider.System);

    [GlobalSetup]
    public async Task TakeTheOnlyPermit() => await _full.AcquireAsync(_now, CancellationToken.None);

    [GlobalCleanup]
    public void Stop()
    {
        _free.Dispose();
        _full.Dispose();
    }

    [Benchmark]
    public async ValueTask AcquireAndRelease()
    {
        var decision = await _free.AcquireAsync(_now, CancellationToken.None);
        await decision.Permit!.ReleaseAsync(isUnused: false);
    }

    [Benchmark]
    public ValueTask<PermitDecision> TurnedAway() => _full.AcquireAsync(_now, CancellationToken.None);
}
