using System.Threading.RateLimiting;

namespace ImageGeneration.Tests.Limiting;

/// <summary>A limiter of the framework's kind that counts its leases, and holds or refuses them as a test wants.</summary>
internal sealed class CountingRateLimiter : RateLimiter
{
    private TaskCompletionSource _open = Opened();
    private int _disposals;
    private int _leases;

    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(17);

    public int Leases => _leases;

    public int Disposals => _disposals;

    public bool IsExhausted { get; set; }

    public bool IsDisposed { get; private set; }

    public bool Holds
    {
        set
        {
            if (value)
            {
                _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            else
            {
                _open.TrySetResult();
            }
        }
    }

    public override TimeSpan? IdleDuration => null;

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount) => Take();

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        await _open.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Take();
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    private static TaskCompletionSource Opened()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private Lease Take()
    {
        Interlocked.Increment(ref _leases);
        return new(this, !IsExhausted);
    }

    private sealed class Lease(CountingRateLimiter limiter, bool isAcquired) : RateLimitLease
    {
        public override bool IsAcquired => isAcquired;

        public override IEnumerable<string> MetadataNames => [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            var isKnown = metadataName == MetadataName.RetryAfter.Name;
            metadata = isKnown ? RetryAfter : null;
            return isKnown;
        }

        protected override void Dispose(bool disposing)
        {
            Interlocked.Increment(ref limiter._disposals);
            base.Dispose(disposing);
        }
    }
}
