namespace ImageGeneration.Jobs;

/// <summary>Remembers the ids of the latest jobs of a lane, so that a job of one request is not adopted by another.</summary>
internal sealed class JobClaims
{
    private const int Kept = 4096;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Claims an id; returns <see langword="true"/> once for each id.</summary>
    public bool TryClaim(string id)
    {
        lock (_gate)
        {
            if (!_ids.Add(id))
            {
                return false;
            }

            _order.Enqueue(id);
            if (_order.Count > Kept)
            {
                _ids.Remove(_order.Dequeue());
            }

            return true;
        }
    }
}
