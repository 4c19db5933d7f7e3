namespace ImageGeneration.Costs;

/// <summary>How long a limit on spending counts, by the clock of UTC.</summary>
public enum BudgetPeriod
{
    /// <summary>The hour of the clock.</summary>
    Hour,

    /// <summary>The day.</summary>
    Day,

    /// <summary>The month.</summary>
    Month,

    /// <summary>Since the start of the process.</summary>
    Total,
}

/// <summary>What is spent and left under one limit, in the window that lasts now.</summary>
public sealed record BudgetUsage
{
    /// <summary>The setting, such as <c>ImageGeneration:Budget:PerDayUsd</c>.</summary>
    public required string Setting { get; init; }

    /// <summary>The provider that the limit is for; null where it is for all.</summary>
    public string? Provider { get; init; }

    /// <summary>The tag that the limit is for; null where it is for all requests.</summary>
    public string? Tag { get; init; }

    /// <summary>The value of <see cref="Tag"/>; null for the requests without it.</summary>
    public string? TagValue { get; init; }

    /// <summary>How long the limit counts.</summary>
    public required BudgetPeriod Period { get; init; }

    /// <summary>US dollars that may be spent.</summary>
    public required decimal LimitUsd { get; init; }

    /// <summary>US dollars spent: what jobs were charged, and the estimates of those whose bill stayed unknown.</summary>
    public required decimal SpentUsd { get; init; }

    /// <summary>US dollars set aside for jobs under way.</summary>
    public required decimal ReservedUsd { get; init; }

    /// <summary>US dollars left, 0 where jobs were dearer than estimated.</summary>
    public decimal LeftUsd => Math.Max(0m, LimitUsd - SpentUsd - ReservedUsd);
}
