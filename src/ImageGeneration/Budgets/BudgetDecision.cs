namespace ImageGeneration.Budgets;

/// <summary>What a budget decided about one job. The default value refuses.</summary>
public readonly record struct BudgetDecision
{
    private BudgetDecision(bool isGranted, decimal reservedUsd, string? refusal) =>
        (IsGranted, ReservedUsd, Refusal) = (isGranted, reservedUsd, refusal);

    /// <summary>Gets a value indicating whether the job may be submitted.</summary>
    public bool IsGranted { get; }

    /// <summary>Gets what is set aside, in US dollars; 0 where nothing limits the job.</summary>
    public decimal ReservedUsd { get; }

    /// <summary>Gets which limit refuses and how much is left, as a sentence for the caller; null when granted.</summary>
    public string? Refusal { get; }

    /// <summary>Grants a job.</summary>
    /// <param name="reservedUsd">What is set aside, in US dollars.</param>
    /// <returns>The decision.</returns>
    public static BudgetDecision Granted(decimal reservedUsd) => new(true, reservedUsd, null);

    /// <summary>Refuses a job.</summary>
    /// <param name="refusal">Which limit refuses and how much is left.</param>
    /// <returns>The decision.</returns>
    public static BudgetDecision Refused(string refusal) => new(false, 0m, refusal);
}
