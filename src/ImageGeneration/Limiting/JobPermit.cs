namespace ImageGeneration.Limiting;

/// <summary>A permit of a <see cref="JobLimiter"/>.</summary>
/// <param name="limiter">Where it comes from.</param>
/// <param name="token">When the bucket was to be full again; null where no token was taken.</param>
internal sealed class JobPermit(JobLimiter limiter, long? token) : IJobPermit
{
    private JobLimiter? _limiter = limiter;

    public ValueTask ReleaseAsync(bool isUnused)
    {
        Interlocked.Exchange(ref _limiter, null)?.Release(isUnused ? token : null);
        return default;
    }
}
