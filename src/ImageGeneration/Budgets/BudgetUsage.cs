using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Budgets;

/// <summary>How long a limit on spending counts, by the clock of UTC.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<BudgetPeriod>))]
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
    [JsonPropertyName("setting")]
    public required string Setting { get; init; }

    /// <summary>The provider that the limit is for; null where it is for all.</summary>
    [JsonPropertyName("provider")]
    public string? Provider { get; init; }

    /// <summary>The tag that the limit is for; null where it is for all requests.</summary>
    [JsonPropertyName("tag")]
    public string? Tag { get; init; }

    /// <summary>The value of <see cref="Tag"/>; null for the requests without it.</summary>
    [JsonPropertyName("tagValue")]
    public string? TagValue { get; init; }

    /// <summary>How long the limit counts.</summary>
    [JsonPropertyName("period")]
    public required BudgetPeriod Period { get; init; }

    /// <summary>US dollars that may be spent.</summary>
    [JsonPropertyName("limitUsd")]
    public required decimal LimitUsd { get; init; }

    /// <summary>US dollars spent: what jobs were charged, and the estimates of those whose bill stayed unknown.</summary>
    [JsonPropertyName("spentUsd")]
    public required decimal SpentUsd { get; init; }

    /// <summary>US dollars set aside for jobs under way.</summary>
    [JsonPropertyName("reservedUsd")]
    public required decimal ReservedUsd { get; init; }

    /// <summary>US dollars left, 0 where jobs cost more than estimated.</summary>
    [JsonPropertyName("leftUsd")]
    public decimal LeftUsd => Math.Max(0m, LimitUsd - SpentUsd - ReservedUsd);
}
