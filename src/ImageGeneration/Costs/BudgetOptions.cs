using System.ComponentModel.DataAnnotations;

namespace ImageGeneration.Costs;

/// <summary>Limits on spending in this process, in US dollars; all are null (no limit) by default. Hours, days and months are those of
/// UTC.</summary>
public sealed class BudgetOptions
{
    /// <summary>US dollars in any one hour of the clock, 0 to 1,000,000.</summary>
    [Range(0d, 1_000_000d)]
    public decimal? PerHourUsd { get; set; }

    /// <summary>US dollars in any one day, 0 to 1,000,000.</summary>
    [Range(0d, 1_000_000d)]
    public decimal? PerDayUsd { get; set; }

    /// <summary>US dollars in any one month, 0 to 1,000,000.</summary>
    [Range(0d, 1_000_000d)]
    public decimal? PerMonthUsd { get; set; }

    /// <summary>US dollars since the start of the process, 0 to 1,000,000.</summary>
    [Range(0d, 1_000_000d)]
    public decimal? TotalUsd { get; set; }

    /// <summary>What to set aside, under a limit, for a job whose price is unknown; null (default) refuses such a job.</summary>
    [Range(0d, 1000d)]
    public decimal? UnknownCostUsd { get; set; }
}
