using System.ComponentModel.DataAnnotations;

namespace ImageGeneration.Budgets;

/// <summary>How much may be spent in each window, in US dollars; all are null (no limit) by default. Hours, days and months are those of
/// UTC.</summary>
public class BudgetLimits
{
    internal const int MaxUsd = 1_000_000;

    /// <summary>US dollars in any one hour of the clock, 0 to 1,000,000.</summary>
    [Range(0d, MaxUsd)]
    public decimal? PerHourUsd { get; set; }

    /// <summary>US dollars in any one day, 0 to 1,000,000.</summary>
    [Range(0d, MaxUsd)]
    public decimal? PerDayUsd { get; set; }

    /// <summary>US dollars in any one month, 0 to 1,000,000.</summary>
    [Range(0d, MaxUsd)]
    public decimal? PerMonthUsd { get; set; }

    /// <summary>US dollars since the start of the process, 0 to 1,000,000.</summary>
    [Range(0d, MaxUsd)]
    public decimal? TotalUsd { get; set; }
}
