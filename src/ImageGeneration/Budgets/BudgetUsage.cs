using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Budgets;

/// <summary>Specifies the period that a limit on spending counts, by the clock of UTC.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<BudgetPeriod>))]
public enum BudgetPeriod
{
    /// <summary>An hour of the clock.</summary>
    Hour,

    /// <summary>A day.</summary>
    Day,

    /// <summary>A month.</summary>
    Month,

    /// <summary>The time since the start of the process.</summary>
    Total,
}

/// <summary>Represents what is spent and left under one limit, in its current period.</summary>
public sealed record BudgetUsage
{
    /// <summary>Gets the setting, such as <c>ImageGeneration:Budget:PerDayUsd</c>.</summary>
    [JsonPropertyName("setting")]
    public required string Setting { get; init; }

    /// <summary>Gets the provider that the limit is for; null when it is for all.</summary>
    [JsonPropertyName("provider")]
    public string? Provider { get; init; }

    /// <summary>Gets the tag that the limit is for; null when it is for all requests.</summary>
    [JsonPropertyName("tag")]
    public string? Tag { get; init; }

    /// <summary>Gets the value of <see cref="Tag"/>; null for the requests without the tag.</summary>
    [JsonPropertyName("tagValue")]
    public string? TagValue { get; init; }

    /// <summary>Gets the period of the limit.</summary>
    [JsonPropertyName("period")]
    public required BudgetPeriod Period { get; init; }

    /// <summary>Gets the limit in US dollars.</summary>
    [JsonPropertyName("limitUsd")]
    public required decimal LimitUsd { get; init; }

    /// <summary>Gets the amount spent in US dollars: what jobs were charged, and the estimates of those whose cost remained
    /// unknown.</summary>
    [JsonPropertyName("spentUsd")]
    public required decimal SpentUsd { get; init; }

    /// <summary>Gets the amount reserved for jobs under way, in US dollars.</summary>
    [JsonPropertyName("reservedUsd")]
    public required decimal ReservedUsd { get; init; }

    /// <summary>Gets the amount left in US dollars; 0 when jobs cost more than estimated.</summary>
    [JsonPropertyName("leftUsd")]
    public decimal LeftUsd => Math.Max(0m, LimitUsd - SpentUsd - ReservedUsd);
}
