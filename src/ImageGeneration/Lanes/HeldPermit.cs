using ImageGeneration.Limiting;

namespace ImageGeneration.Lanes;

/// <summary>A permit in the hands of the lane. Disposing it frees the place of the job; the create is spent.</summary>
internal sealed class HeldPermit(IJobPermit permit) : IDisposable
{
    private IJobPermit? _permit = permit;

    /// <summary>Frees the place, and returns the create where nothing was sent.</summary>
    public void ReturnUnused() => Release(isUnused: true);

    public void Dispose() => Release(isUnused: false);

    // Nobody waits for it: a shared limiter may take its time.
    private void Release(bool isUnused) => _ = Interlocked.Exchange(ref _permit, null)?.ReleaseAsync(isUnused).AsTask();
}
