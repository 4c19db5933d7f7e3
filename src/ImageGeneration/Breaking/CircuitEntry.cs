using ImageGeneration.Providers;

namespace ImageGeneration.Breaking;

/// <summary>Represents a request that the circuits let through. When it is disposed without a result it says nothing about the provider,
/// and another request may probe.</summary>
internal sealed class CircuitEntry(ProviderCircuits circuits, ProviderRequest request, LanePass pass) : IDisposable
{
    private LanePass _pass = pass;
    private bool _isComplete;

    /// <summary>Records that the provider accepted a job.</summary>
    public void Accepted() => _pass = circuits.NoteAccepted(request, _pass);

    /// <summary>Reports the end of the request to the circuits.</summary>
    /// <param name="job">The job as it ended; null when it says nothing about the provider.</param>
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
