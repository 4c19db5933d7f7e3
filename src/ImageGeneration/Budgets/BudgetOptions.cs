using System.ComponentModel.DataAnnotations;

namespace ImageGeneration.Budgets;

/// <summary>Limits on spending in this process: its own, and beside them those of each provider and of each value of a tag. A job must fit
/// into all that apply to it.</summary>
public sealed class BudgetOptions : BudgetLimits
{
    /// <summary>What to set aside, under a limit, for a job whose price is unknown: 0 to 1000; null (default) refuses such a job.</summary>
    [Range(0d, 1000d)]
    public decimal? UnknownCostUsd { get; set; }

    /// <summary>Provider's name, in any case, to the limits on what is spent there; empty by default.</summary>
    public IDictionary<string, BudgetLimits> Providers { get; } = new Dictionary<string, BudgetLimits>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Name of a tag (<see cref="ImageGenerationRequest.BudgetTags"/>), such as <c>tenant</c>, in any case, to the limits for each of
    /// its values; empty by default.</summary>
    public IDictionary<string, TagBudgetOptions> Tags { get; } = new Dictionary<string, TagBudgetOptions>(StringComparer.OrdinalIgnoreCase);
}
