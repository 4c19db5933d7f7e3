namespace ImageGeneration.Limiting;

/// <summary>Represents a permit of a <see cref="JobLimiter"/>.</summary>
/// <param name="limiter">The limiter that granted it.</param>
/// <param name="token">When the bucket was to be full again; null when no token was taken.</param>
internal sealed class JobPermit(JobLimiter limiter, long? token) : IJobPermit
{
    private JobLimiter? _limiter = limiter;

    public ValueTask ReleaseAsync(bool isUnused)
    {
        Interlocked.Exchange(ref _limiter, null)?.Release(isUnused ? token : null);
        return default;
    }
}
