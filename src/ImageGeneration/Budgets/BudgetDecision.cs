namespace ImageGeneration.Budgets;

/// <summary>Represents the decision of a budget about one job. The default value refuses.</summary>
public readonly record struct BudgetDecision
{
    private BudgetDecision(bool isGranted, decimal reservedUsd, string? refusal) =>
        (IsGranted, ReservedUsd, Refusal) = (isGranted, reservedUsd, refusal);

    /// <summary>Gets a value indicating whether the job may be submitted.</summary>
    public bool IsGranted { get; }

    /// <summary>Gets the reserved amount in US dollars; 0 when nothing limits the job.</summary>
    public decimal ReservedUsd { get; }

    /// <summary>Gets which limit refuses and how much is left, as a sentence for the caller; null when the job is granted.</summary>
    public string? Refusal { get; }

    /// <summary>Grants a job.</summary>
    /// <param name="reservedUsd">The reserved amount in US dollars.</param>
    /// <returns>The decision.</returns>
    public static BudgetDecision Granted(decimal reservedUsd) => new(true, reservedUsd, null);

    /// <summary>Refuses a job.</summary>
    /// <param name="refusal">The limit that refuses and how much is left, as a sentence for the caller.</param>
    /// <returns>The decision.</returns>
    public static BudgetDecision Refused(string refusal) => new(false, 0m, refusal);
}
