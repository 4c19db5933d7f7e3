using ImageGeneration.Budgets;

namespace ImageGeneration.Tests.Budgets;

/// <summary>What a budget has set aside for one job.</summary>
internal sealed record Reserved(Guid Id, decimal AmountUsd);

/// <summary>The calls of a budget that answers at once, in one line each.</summary>
internal static class BudgetCalls
{
    public static Reserved? TryReserve(
        this IBudget budget, string provider, IReadOnlyDictionary<string, string>? tags, decimal? amountUsd, out string? refusal)
    {
        var id = Guid.NewGuid();
        var decision = budget.Reserve(new() { ReservationId = id, Provider = provider, Tags = tags, AmountUsd = amountUsd });
        refusal = decision.Refusal;
        return decision.IsGranted ? new(id, decision.ReservedUsd) : null;
    }

    public static BudgetDecision Reserve(this IBudget budget, BudgetRequest request) => Now(budget.ReserveAsync(request));

    public static void Settle(this IBudget budget, Reserved reservation, decimal? actualUsd) => budget.Settle(reservation.Id, actualUsd);

    public static void Settle(this IBudget budget, Guid reservationId, decimal? actualUsd)
    {
        var settling = budget.SettleAsync(reservationId, actualUsd);
        Assert.True(settling.IsCompletedSuccessfully);
    }

    public static IReadOnlyList<BudgetUsage> GetUsage(this IBudget budget) => Now(budget.GetUsageAsync());

    private static T Now<T>(ValueTask<T> call)
    {
        Assert.True(call.IsCompleted);
        return call.GetAwaiter().GetResult();
    }
}
