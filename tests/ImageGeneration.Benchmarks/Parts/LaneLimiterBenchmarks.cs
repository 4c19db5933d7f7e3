using System.Threading.RateLimiting;
using BenchmarkDotNet.Attributes;
using ImageGeneration.Resilience;

namespace ImageGeneration.Benchmarks.Parts;

/// <summary>A permit taken and given back, and a request turned away.</summary>
[MemoryDiagnoser]
public class LaneLimiterBenchmarks
{
    private readonly LaneLimiter _free = new(new RateLimitOptions { RequestsPerMinute = 100_000, Concurrent = 10 }, new FastClock());
    private readonly LaneLimiter _full = new(new RateLimitOptions { RequestsPerMinute = 1, QueueLimit = 0 }, TimeProvider.System);

    [GlobalSetup]
    public void TakeTheOnlyPermit() => _full.AttemptAcquire();

    [GlobalCleanup]
    public void Stop()
    {
        _free.Dispose();
        _full.Dispose();
    }

    [Benchmark]
    public async ValueTask<bool> AcquireAndRelease()
    {
        using var lease = await _free.AcquireAsync(TimeSpan.Zero, CancellationToken.None);
        return lease.IsAcquired;
    }

    [Benchmark]
    public ValueTask<RateLimitLease> TurnedAway() => _full.AcquireAsync(TimeSpan.Zero, CancellationToken.None);
}
