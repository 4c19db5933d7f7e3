namespace ImageGeneration.Budgets;

/// <summary>Records what is spent and reserved under one limit in the current window. Not thread-safe: the budget locks.</summary>
internal sealed class BudgetWindow(BudgetLimit limit)
{
    private long _current = long.MinValue;
    private decimal _spent;
    private decimal _reserved;

    public BudgetLimit Limit => limit;

    public decimal Spent => _spent;

    public decimal Reserved => _reserved;

    public decimal Left => Math.Max(0m, limit.Usd - _spent - _reserved);

    public bool IsEmpty => _spent == 0m && _reserved == 0m;

    /// <summary>Begins anew when another window has begun; the budget's time does not go back.</summary>
    public void RollOver(DateTimeOffset now)
    {
        if (limit.WindowOf(now) is var window && window != _current)
        {
            (_current, _spent, _reserved) = (window, 0m, 0m);
        }
    }

    /// <summary>Determines whether there is room; for an amount of 0 there always is.</summary>
    public bool HasRoom(decimal amount) => amount == 0m || _spent + _reserved + amount <= limit.Usd;

    public void Reserve(decimal amount) => _reserved += amount;

    /// <summary>Replaces the reserved amount by the charged one, if the window of that moment is still the current one.</summary>
    public void Settle(DateTimeOffset at, decimal reserved, decimal charged)
    {
        if (limit.WindowOf(at) == _current)
        {
            _reserved -= reserved;
            _spent += charged;
        }
    }
}
