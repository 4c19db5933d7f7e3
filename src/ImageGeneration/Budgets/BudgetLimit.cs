namespace ImageGeneration.Budgets;

/// <summary>One limit as it was set.</summary>
/// <param name="Usd">US dollars.</param>
/// <param name="Period">How long it counts.</param>
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

    /// <summary>Those that are set, the longest first: it is the one to be named when several refuse, as waiting helps against it
    /// least.</summary>
    /// <param name="limits">The settings.</param>
    /// <param name="path">Their configuration key.</param>
    /// <param name="others">What stands in for those that are not set.</param>
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

    /// <summary>The number of the window that a moment lies in; it grows with time.</summary>
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
