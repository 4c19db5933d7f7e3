namespace ImageGeneration.Budgets;

/// <summary>Provides the limits for each value of a tag by itself: <c>PerDayUsd</c> of the tag <c>tenant</c> is what each tenant may spend
/// in a day. All requests without the tag are counted together, as if they had one value in common.</summary>
public sealed class TagBudgetOptions : BudgetLimits
{
    internal const int ValuesLimit = 1_000_000;

    /// <summary>Gets the limits of single values, by value in any case; what they leave open is that of the tag. Empty by
    /// default.</summary>
    public IDictionary<string, BudgetLimits> Values { get; } = new Dictionary<string, BudgetLimits>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets the number of values that are counted at once: 1 to 1,000,000; default 100,000; each takes 300 to 500 bytes.
    /// While so many have spent something in a current window, a job with a further value is refused, as its spending could not be
    /// counted; those in <see cref="Values"/> are always counted.</summary>
    public int MaxValues { get; set; } = 100_000;
}
