using System.Diagnostics.CodeAnalysis;

namespace ImageGeneration.Budgets;

/// <summary>Holds reservations that were settled without a known cost, for bills that come late. Not thread-safe: the budget
/// locks.</summary>
internal sealed class UnknownCosts
{
    // A late bill comes within its request. Nothing says that none will come, so the oldest are dropped: 1.5 MB at most.
    private const int MaxCount = 10_000;

    private readonly Dictionary<Guid, Reservation> _reservations = [];
    private readonly Queue<Guid> _order = [];

    public void Add(Guid id, in Reservation reservation)
    {
        if (_order.Count == MaxCount)
        {
            _reservations.Remove(_order.Dequeue());
        }

        _reservations.Add(id, reservation);
        _order.Enqueue(id);
    }

    public bool TryTake(Guid id, [NotNullWhen(true)] out Reservation? reservation)
    {
        reservation = _reservations.Remove(id, out var found) ? found : null;
        return reservation is not null;
    }
}
