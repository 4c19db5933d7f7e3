using System.ComponentModel.DataAnnotations;

namespace ImageGeneration.Budgets;

/// <summary>Provides the limits on spending in this process: its own, and those of each provider and of each value of a tag. A job must
/// fit all that apply to it.</summary>
public sealed class BudgetOptions : BudgetLimits
{
    /// <summary>Gets or sets the amount to reserve, under a limit, for a job whose price is unknown, in US dollars: 0 to 1000; null
    /// (default) refuses such a job.</summary>
    [Range(0d, 1000d)]
    public decimal? UnknownCostUsd { get; set; }

    /// <summary>Gets the limits on the spending at each provider, by name in any case; empty by default.</summary>
    public IDictionary<string, BudgetLimits> Providers { get; } = new Dictionary<string, BudgetLimits>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the limits for each value of a tag, by the tag's name (<see cref="ImageGenerationRequest.BudgetTags"/>) in any case,
    /// such as <c>tenant</c>; empty by default.</summary>
    public IDictionary<string, TagBudgetOptions> Tags { get; } = new Dictionary<string, TagBudgetOptions>(StringComparer.OrdinalIgnoreCase);
}
