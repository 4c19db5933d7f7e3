using ImageGeneration.Providers;

namespace ImageGeneration.Breaking;

/// <summary>A request that the circuits let through. Disposed without a result it says nothing about the provider, and another may
/// probe.</summary>
internal sealed class CircuitEntry(ProviderCircuits circuits, ProviderRequest request, LanePass pass) : IDisposable
{
    private LanePass _pass = pass;
    private bool _isComplete;

    /// <summary>The provider accepted a job.</summary>
    public void Accepted() => _pass = circuits.NoteAccepted(request, _pass);

    /// <summary>Tells the circuits how it ended.</summary>
    /// <param name="job">The end; null where it says nothing about the provider.</param>
    public void Complete(ProviderJob? job)
    {
        _isComplete = true;
        circuits.Report(request, job, _pass);
    }

    public void Dispose()
    {
        if (!_isComplete)
        {
            circuits.Report(request, null, _pass);
        }
    }
}
