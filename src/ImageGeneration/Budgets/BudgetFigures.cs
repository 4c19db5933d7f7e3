namespace ImageGeneration.Budgets;

/// <summary>Represents the amounts of a limit at one moment: all that must be read inside the budget's lock.</summary>
internal readonly record struct BudgetFigures(BudgetLedger Ledger, BudgetLimit Limit, decimal Spent, decimal Reserved)
{
    public BudgetUsage ToUsage() => new()
    {
        Setting = Limit.Setting,
        Provider = Ledger.Subject.Provider,
        Tag = Ledger.Subject.Tag,
        TagValue = Ledger.Value,
        Period = Limit.Period,
        LimitUsd = Limit.Usd,
        SpentUsd = Spent,
        ReservedUsd = Reserved,
    };
}
