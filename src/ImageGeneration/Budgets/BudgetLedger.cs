namespace ImageGeneration.Budgets;

/// <summary>Records what one subject spends: a window for each of its limits. Not thread-safe: the budget locks.</summary>
/// <param name="subject">The subject whose limits they are.</param>
/// <param name="value">The value of the tag; null when the subject is none.</param>
/// <param name="home">The ledgers that track it while it counts something; null for one that always stays.</param>
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

    /// <summary>Reserves an amount that <see cref="FindExhausted"/> found room for at the same moment.</summary>
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

    /// <summary>Replaces the estimate that was settled when the bill was unknown.</summary>
    public void Correct(DateTimeOffset now, in Reservation reservation, decimal charged)
    {
        // A free estimate had left nothing to remember, and another ledger may have replaced this one.
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

    /// <summary>Determines whether no job is under way and no current window has counted anything, so that a new ledger would be the
    /// same.</summary>
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

    /// <summary>Adds the amounts of each limit.</summary>
    public void AddTo(List<BudgetFigures> figures, DateTimeOffset now)
    {
        foreach (var window in _windows)
        {
            window.RollOver(now);
            figures.Add(new(this, window.Limit, window.Spent, window.Reserved));
        }
    }
}
