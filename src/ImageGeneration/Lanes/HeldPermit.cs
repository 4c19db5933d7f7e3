using ImageGeneration.Limiting;

namespace ImageGeneration.Lanes;

/// <summary>Wraps a permit that a lane holds. Disposing it frees the slot of the job; the create remains spent.</summary>
internal sealed class HeldPermit(IJobPermit permit) : IDisposable
{
    private IJobPermit? _permit = permit;

    /// <summary>Frees the slot, and gives the create back, as nothing was sent.</summary>
    public void ReturnUnused() => Release(isUnused: true);

    public void Dispose() => Release(isUnused: false);

    // Not awaited: a shared limiter may take its time.
    private void Release(bool isUnused) => _ = Interlocked.Exchange(ref _permit, null)?.ReleaseAsync(isUnused).AsTask();
}
