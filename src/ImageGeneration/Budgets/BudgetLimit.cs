namespace ImageGeneration.Budgets;

/// <summary>Represents one limit that is set.</summary>
/// <param name="Usd">The limit in US dollars.</param>
/// <param name="Period">The period that it counts.</param>
/// <param name="Setting">Its setting, as a configuration key.</param>
internal sealed record BudgetLimit(decimal Usd, BudgetPeriod Period, string Setting)
{
    public const string Section = "ImageGeneration:Budget";

    public string PeriodInWords => Period switch
    {
        BudgetPeriod.Hour => "per hour",
        BudgetPeriod.Day => "per day",
        BudgetPeriod.Month => "per month",
        _ => "in total",
    };

    /// <summary>Gets the limits that are set, the longest period first: that one is named when several refuse, as waiting helps least
    /// against it.</summary>
    /// <param name="limits">The settings.</param>
    /// <param name="path">The path of the settings, as a configuration key.</param>
    /// <param name="others">The limits that replace those that are not set.</param>
    public static BudgetLimit[] AllOf(BudgetLimits limits, string path, BudgetLimit[] others)
    {
        BudgetLimit?[] all =
        [
            Create(limits.TotalUsd, BudgetPeriod.Total, nameof(limits.TotalUsd)),
            Create(limits.PerMonthUsd, BudgetPeriod.Month, nameof(limits.PerMonthUsd)),
            Create(limits.PerDayUsd, BudgetPeriod.Day, nameof(limits.PerDayUsd)),
            Create(limits.PerHourUsd, BudgetPeriod.Hour, nameof(limits.PerHourUsd)),
        ];
        return [.. all.OfType<BudgetLimit>()];

        BudgetLimit? Create(decimal? amount, BudgetPeriod period, string setting) =>
            amount is { } usd ? new(usd, period, $"{path}:{setting}") : Array.Find(others, other => other.Period == period);
    }

    /// <summary>Gets the number of the window that contains a moment; it grows with time.</summary>
    public long WindowOf(DateTimeOffset at)
    {
        var utc = at.UtcDateTime;
        return Period switch
        {
            BudgetPeriod.Hour => utc.Ticks / TimeSpan.TicksPerHour,
            BudgetPeriod.Day => utc.Ticks / TimeSpan.TicksPerDay,
            BudgetPeriod.Month => (utc.Year * 12) + utc.Month,
            _ => 0,
        };
    }
}
