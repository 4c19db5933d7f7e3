using ImageGeneration.Budgets;

namespace ImageGeneration.Tests.Budgets;

/// <summary>The contract over a store: nothing answers at once, and all that a reservation is passes through JSON.</summary>
public sealed class StoredBudgetContractTests : BudgetContractTests
{
    private readonly Dictionary<Guid, string> _rows = [];

    private protected override IBudget Open(BudgetOptions limits) => new StoredBudget(_rows, limits, Time);

    private protected override IBudget Reopen(IBudget budget, BudgetOptions limits) => new StoredBudget(_rows, limits, Time);
}
