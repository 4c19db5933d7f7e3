using System.ComponentModel.DataAnnotations;

namespace ImageGeneration.Budgets;

/// <summary>Provides the limits on spending for each period, in US dollars; all are null (no limit) by default. Hours, days and months are
/// those of UTC.</summary>
public class BudgetLimits
{
    internal const int MaxUsd = 1_000_000;

    /// <summary>Gets or sets the limit for each hour of the clock, in US dollars: 0 to 1,000,000; null (default) for none.</summary>
    [Range(0d, MaxUsd)]
    public decimal? PerHourUsd { get; set; }

    /// <summary>Gets or sets the limit for each day, in US dollars: 0 to 1,000,000; null (default) for none.</summary>
    [Range(0d, MaxUsd)]
    public decimal? PerDayUsd { get; set; }

    /// <summary>Gets or sets the limit for each month, in US dollars: 0 to 1,000,000; null (default) for none.</summary>
    [Range(0d, MaxUsd)]
    public decimal? PerMonthUsd { get; set; }

    /// <summary>Gets or sets the limit since the start of the process, in US dollars: 0 to 1,000,000; null (default) for none.</summary>
    [Range(0d, MaxUsd)]
    public decimal? TotalUsd { get; set; }
}
