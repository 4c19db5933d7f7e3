using System.Threading.RateLimiting;
using BenchmarkDotNet.Attributes;
using ImageGeneration.Limiting;
using ImageGeneration.Providers;

namespace ImageGeneration.Benchmarks.Parts;

/// <summary>A permit taken and given back, and a request turned away.</summary>
[MemoryDiagnoser]
public class JobLimiterBenchmarks
{
    private readonly JobLimiter _free = new(new RateLimitOptions { RequestsPerMinute = 100_000, Concurrent = 10 }, new FastClock());
    private readonly JobLimiter _full = new(new RateLimitOptions { RequestsPerMinute = 1, QueueLimit = 0 }, TimeProvider.System);

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
