namespace ImageGeneration.Costs;

/// <summary>What was spent in the current hour, day or month. Not thread-safe: the budget locks.</summary>
/// <param name="limit">US dollars.</param>
/// <param name="period">In words: <c>per hour</c>.</param>
/// <param name="setting">The name of the setting.</param>
/// <param name="index">The number of the window that a moment (UTC) lies in; it grows with time.</param>
internal sealed class BudgetWindow(decimal limit, string period, string setting, Func<DateTime, long> index)
{
    private long _current = long.MinValue;
    private decimal _spent;

    public decimal Limit => limit;

    public string Period => period;

    public string Setting => setting;

    public decimal Left => Math.Max(0m, limit - _spent);

    /// <summary>Opens the window of a moment if it is a later one, and looks whether an amount fits in. Nothing always does.</summary>
    public bool HasRoom(DateTimeOffset now, decimal amount)
    {
        if (index(now.UtcDateTime) is var window && window > _current)
        {
            (_current, _spent) = (window, 0m);
        }

        return amount == 0m || _spent + amount <= limit;
    }

    /// <summary>Adds to what was spent, if the window of that moment is still the current one.</summary>
    public void Correct(DateTimeOffset at, decimal amount)
    {
        if (index(at.UtcDateTime) == _current)
        {
            _spent += amount;
        }
    }
}
