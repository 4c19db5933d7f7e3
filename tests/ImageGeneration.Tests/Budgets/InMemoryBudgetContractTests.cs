using ImageGeneration.Budgets;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Tests.Budgets;

public sealed class InMemoryBudgetContractTests : BudgetContractTests
{
    private protected override IBudget Open(BudgetOptions limits) =>
        new Budget(Options.Create(new ImageGenerationServiceOptions { Budget = limits }), Time);

    private protected override IBudget Reopen(IBudget budget, BudgetOptions limits) => budget;
}
