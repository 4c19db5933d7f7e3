namespace ImageGeneration.Budgets;

/// <summary>Limits for each value of a tag by itself: <c>PerDayUsd</c> of the tag <c>tenant</c> is what each tenant may spend in a day. All
/// requests without the tag are counted together, as if they had one value in common.</summary>
public sealed class TagBudgetOptions : BudgetLimits
{
    internal const int ValuesLimit = 1_000_000;

    /// <summary>Value, in any case, to limits of its own; what it leaves open is that of the tag. Empty by default.</summary>
    public IDictionary<string, BudgetLimits> Values { get; } = new Dictionary<string, BudgetLimits>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Values counted at once, 1 to 1,000,000; default 100,000; each takes 300 to 500 bytes. While so many have spent
    /// something in a window that still lasts, a job of a further value is refused, as its spending could not be counted; those in
    /// <see cref="Values"/> always have a place.</summary>
    public int MaxValues { get; set; } = 100_000;
}
