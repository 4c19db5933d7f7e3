namespace ImageGeneration.Budgets;

/// <summary>What one subject spends: a window for each of its limits. Not thread-safe: the budget locks.</summary>
/// <param name="subject">Whose limits.</param>
/// <param name="value">Where the subject is a tag: the value.</param>
/// <param name="home">Where it is kept while it counts something; null for one that always stays.</param>
internal sealed class BudgetLedger(BudgetSubject subject, string? value = null, TagLedgers? home = null)
{
    private readonly BudgetWindow[] _windows = Array.ConvertAll(subject.Limits, static limit => new BudgetWindow(limit));
    private int _open;

    public BudgetSubject Subject => subject;

    public string? Value => value;

    public BudgetWindow? FirstFull(DateTimeOffset now, decimal amount)
    {
        foreach (var window in _windows)
        {
            window.Turn(now);
            if (!window.HasRoom(amount))
            {
                return window;
            }
        }

        return null;
    }

    /// <summary>Sets aside what <see cref="FirstFull"/> found room for at the same moment.</summary>
    public void Reserve(decimal amount)
    {
        if (_open++ == 0)
        {
            home?.Keep(this);
        }

        foreach (var window in _windows)
        {
            window.Reserve(amount);
        }
    }

    public void Settle(DateTimeOffset now, BudgetReservation reservation, decimal charged)
    {
        foreach (var window in _windows)
        {
            window.Settle(reservation.At, reservation.AmountUsd, charged);
        }

        _open--;
        if (home is not null && HasNothing(now))
        {
            home.Forget(this);
        }
    }

    /// <summary>Puts a bill in the place of the estimate that was settled for want of it.</summary>
    public void Correct(DateTimeOffset now, BudgetReservation reservation, decimal charged)
    {
        // A free estimate had left nothing to remember, and another ledger may have come in the place of this one.
        var kept = home?.KeptFor(this) ?? this;
        foreach (var window in kept._windows)
        {
            window.Turn(now);
            window.Settle(reservation.At, 0m, charged - reservation.AmountUsd);
        }

        if (home is not null && kept.HasNothing(now))
        {
            home.Forget(kept);
        }
    }

    /// <summary>No job is under way, and no window that lasts has counted anything: a new one would be the same.</summary>
    public bool HasNothing(DateTimeOffset now)
    {
        if (_open > 0)
        {
            return false;
        }

        foreach (var window in _windows)
        {
            window.Turn(now);
            if (!window.IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds the figures of each limit.</summary>
    public void AddTo(List<BudgetFigures> figures, DateTimeOffset now)
    {
        foreach (var window in _windows)
        {
            window.Turn(now);
            figures.Add(new(this, window.Limit, window.Spent, window.Reserved));
        }
    }
}
