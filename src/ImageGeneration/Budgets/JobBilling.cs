using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Telemetry;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Budgets;

/// <summary>Asks budget and calculator about one job. They may be the application's own: when they throw before, nothing is
/// sent; when they throw after, the image is kept and its cost is unknown.</summary>
internal sealed partial class JobBilling(IBudget budget, ICostCalculator costs, ILogger<JobBilling> logger)
{
    // No job costs so much, and the sum of two such figures may be no number.
    private const decimal AbsurdUsd = 1_000_000m;

    private readonly GuardedLogger _logger = GuardedLogger.Around(logger);

    /// <summary>Guards the bills of all attempts: it is held for an addition.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Sets money aside for one job.</summary>
    /// <returns>Null when there is no room; then the reason is told.</returns>
    public BudgetReservation? TryReserve(
        string provider, IReadOnlyDictionary<string, string>? tags, decimal? estimateUsd, out ProviderFailure? refusal)
    {
        var asked = (budget, provider, tags, estimateUsd);
        var (reservation, reason) = Guarded.Ask(
            asked,
            static ask => (ask.budget.TryReserve(ask.provider, ask.tags, ask.estimateUsd, out var why), why),
            out var fault);
        if (fault is not null)
        {
            BudgetThrew(_logger, provider, fault);
            reason = $"the budget could not be asked ({fault.GetType().Name}).";
        }
        else if (reservation is { } made)
        {
            refusal = null;
            return made;
        }

        refusal = new(FailureKind.BudgetExceeded, reason ?? $"no room for a job at {provider}.") { IsLocal = true };
        return null;
    }

    /// <summary>Turns what was set aside into what one job cost; an unknown cost leaves the estimate spent.</summary>
    public void Settle(BudgetReservation reservation, string provider, decimal? cost) =>
        Tell(provider, (budget, reservation, cost), static bill => bill.budget.Settle(bill.reservation, bill.cost));

    /// <summary>Puts a cost that has come late in the place of its estimate.</summary>
    public void Correct(BudgetReservation reservation, string provider, decimal cost) =>
        Tell(provider, (budget, reservation, cost), static bill => bill.budget.Correct(bill.reservation, bill.cost));

    /// <summary>What a job cost, and whether that is an estimate; null when unknown. A negative figure is a mistake, not a gift, and an
    /// absurd one is no bill.</summary>
    public decimal? CostOf(string provider, ProviderRequest request, ProviderJob job, out bool isEstimate)
    {
        var asked = (costs, provider, request, job: AsAskedFor(request, job));
        var cost = Guarded.Ask(asked, static ask => ask.costs.Settle(ask.provider, ask.request, ask.job), out var fault);
        cost = cost is >= 0 and < AbsurdUsd ? cost : null;
        isEstimate = cost is not null
            && Guarded.Ask(asked, static ask => ask.costs.IsEstimate(ask.provider, ask.request, ask.job), out fault);
        if (fault is not null)
        {
            CalculatorThrew(_logger, provider, fault);
        }

        return cost;
    }

    private void Tell<TBill>(string provider, TBill bill, Action<TBill> tell)
    {
        if (Guarded.Run(bill, tell) is { } fault)
        {
            BudgetThrew(_logger, provider, fault);
        }
    }

    // What a model makes beyond what it was asked for, by the request, its extras or the settings, is not asked for its price.
    private static ProviderJob AsAskedFor(ProviderRequest request, ProviderJob job)
    {
        var asked = Math.Max(Math.Max(1, request.Count), request.Effect?.Images ?? 1);
        return job.Images.Count <= asked ? job : job with { Images = [.. job.Images.Take(asked)] };
    }

    [LoggerMessage(1400, LogLevel.Warning, "{Provider}: the budget threw.")]
    private static partial void BudgetThrew(GuardedLogger logger, string provider, Exception exception);

    [LoggerMessage(1401, LogLevel.Warning, "{Provider}: the cost calculator threw; the cost of a job is unknown.")]
    private static partial void CalculatorThrew(GuardedLogger logger, string provider, Exception exception);
}
