namespace ImageGeneration.Budgets;

/// <summary>What stood under a limit when it was looked at: all that must be read inside the budget's lock.</summary>
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
