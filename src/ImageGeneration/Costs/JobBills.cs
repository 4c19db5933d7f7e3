namespace ImageGeneration.Costs;

/// <summary>The bills of one attempt's jobs. Not thread-safe: <see cref="JobBilling"/> locks.</summary>
internal struct JobBills
{
    private decimal _known;
    private int _open;
    private BudgetReservation? _unknown;

    /// <summary>What all of them cost: 0 where no job was accepted, null while one is unknown.</summary>
    public readonly decimal? Usd => _open == 0 ? _known : null;

    public void Open() => _open++;

    public void Close(BudgetReservation reservation, decimal? usd)
    {
        if (usd is { } known)
        {
            (_known, _open) = (_known + known, _open - 1);
        }
        else
        {
            _unknown = reservation;
        }
    }

    /// <summary>A bill that was unknown has come after all.</summary>
    /// <returns>What was set aside for it; null where none is missing.</returns>
    public BudgetReservation? Complete(decimal usd)
    {
        if (_unknown is not { } reservation)
        {
            return null;
        }

        (_known, _open, _unknown) = (_known + usd, _open - 1, null);
        return reservation;
    }
}
