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

    public BudgetWindow? FindExhausted(DateTimeOffset now, decimal amount)
    {
        foreach (var window in _windows)
        {
            window.RollOver(now);
            if (!window.HasRoom(amount))
            {
                return window;
            }
        }

        return null;
    }

    /// <summary>Sets aside what <see cref="FindExhausted"/> found room for at the same moment.</summary>
    public void Reserve(decimal amount)
    {
        if (_open++ == 0)
        {
            home?.Track(this);
        }

        foreach (var window in _windows)
        {
            window.Reserve(amount);
        }
    }

    public void Settle(DateTimeOffset now, in Reservation reservation, decimal charged)
    {
        foreach (var window in _windows)
        {
            window.Settle(reservation.At, reservation.AmountUsd, charged);
        }

        _open--;
        if (home is not null && IsIdle(now))
        {
            home.Untrack(this);
        }
    }

    /// <summary>Puts a bill in the place of the estimate that was settled for want of it.</summary>
    public void Correct(DateTimeOffset now, in Reservation reservation, decimal charged)
    {
        // A free estimate had left nothing to remember, and another ledger may have come in the place of this one.
        var kept = home?.TrackedFor(this) ?? this;
        foreach (var window in kept._windows)
        {
            window.Settle(reservation.At, 0m, charged - reservation.AmountUsd);
        }

        if (home is not null && kept.IsIdle(now))
        {
            home.Untrack(kept);
        }
    }

    /// <summary>No job is under way, and no window that lasts has counted anything: a new one would be the same.</summary>
    public bool IsIdle(DateTimeOffset now)
    {
        if (_open > 0)
        {
            return false;
        }

        foreach (var window in _windows)
        {
            window.RollOver(now);
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
            window.RollOver(now);
            figures.Add(new(this, window.Limit, window.Spent, window.Reserved));
        }
    }
}
