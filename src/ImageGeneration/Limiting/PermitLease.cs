using System.Threading.RateLimiting;
using ImageGeneration.Providers.Kit;

namespace ImageGeneration.Limiting;

/// <summary>A permit for one create and one running job. Disposing it frees the place of the job; the create is spent.</summary>
/// <param name="limiter">Where it comes from.</param>
/// <param name="wait">How long it was waited for.</param>
/// <param name="fullAt">When the bucket was to be full again.</param>
internal sealed class PermitLease(JobLimiter limiter, TimeSpan wait, long fullAt) : RateLimitLease
{
    private JobLimiter? _limiter = limiter;

    public override bool IsAcquired => true;

    /// <summary>How long it was waited for.</summary>
    public TimeSpan Wait { get; } = wait;

    /// <summary>Frees the place, and gives the create back where none has been let through since.</summary>
    public void GiveBackUnsent() => Interlocked.Exchange(ref _limiter, null)?.Release(fullAt);

    public override IEnumerable<string> MetadataNames => [];

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = null;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        Interlocked.Exchange(ref _limiter, null)?.Release(unsent: null);
        base.Dispose(disposing);
    }
}

/// <summary>No permit, and why.</summary>
internal sealed class RefusedLease(LaneRefusal refusal, TimeSpan? retryAfter) : RateLimitLease
{
    public override bool IsAcquired => false;

    public LaneRefusal Refusal => refusal;

    public TimeSpan? RetryAfter => retryAfter;

    public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
        return metadata is not null;
    }
}

internal enum LaneRefusal
{
    /// <summary>As many wait as may.</summary>
    QueueFull,

    /// <summary>The provider asked for a longer pause than the caller has patience for.</summary>
    Paused,

    /// <summary>The breaker opened while the caller waited.</summary>
    Resting,

    /// <summary>The application is shutting down.</summary>
    Closing,
}
