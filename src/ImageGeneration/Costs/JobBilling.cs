using ImageGeneration.Providers;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Costs;

/// <summary>Asks budget and calculator about one job. They may be the application's own: when they throw before, nothing is
/// sent; when they throw after, the image is kept and its cost is unknown.</summary>
internal sealed partial class JobBilling(IBudget budget, ICostCalculator costs, ILogger<JobBilling> logger)
{
    // No job costs so much, and the sum of two such figures may be no number.
    private const decimal AbsurdUsd = 1_000_000m;

    /// <summary>Guards the bills of all attempts: it is held for an addition.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Sets money aside for one job.</summary>
    /// <returns>Null when there is no room; then the reason is told.</returns>
    public BudgetReservation? TryReserve(
        string provider, IReadOnlyDictionary<string, string>? tags, decimal? estimateUsd, out ProviderFailure? refusal)
    {
        string? reason;
        try
        {
            if (budget.TryReserve(provider, tags, estimateUsd, out reason) is { } reservation)
            {
                refusal = null;
                return reservation;
            }
        }
#pragma warning disable CA1031 // the application's own code
        catch (Exception exception)
#pragma warning restore CA1031
        {
            BudgetThrew(logger, provider, exception);
            reason = $"the budget could not be asked ({exception.GetType().Name}).";
        }

        refusal = new(FailureKind.BudgetExceeded, reason ?? $"no room for a job at {provider}.") { IsLocal = true };
        return null;
    }

    /// <summary>Turns what was set aside into what one job cost; an unknown cost leaves the estimate spent.</summary>
    public void Settle(BudgetReservation reservation, string provider, decimal? cost)
    {
        try
        {
            budget.Settle(reservation, cost);
        }
#pragma warning disable CA1031 // the application's own code
        catch (Exception exception)
#pragma warning restore CA1031
        {
            BudgetThrew(logger, provider, exception);
        }
    }

    /// <summary>Puts a cost that has come late in the place of its estimate.</summary>
    public void Correct(BudgetReservation reservation, string provider, decimal cost)
    {
        try
        {
            budget.Correct(reservation, cost);
        }
#pragma warning disable CA1031 // the application's own code
        catch (Exception exception)
#pragma warning restore CA1031
        {
            BudgetThrew(logger, provider, exception);
        }
    }

    /// <summary>What a job cost, and whether that is an estimate; null when unknown. A negative figure is a mistake, not a gift, and an
    /// absurd one is no bill.</summary>
    public decimal? CostOf(string provider, ProviderRequest request, ProviderJob job, out bool isEstimate)
    {
        isEstimate = false;
        job = AsAskedFor(request, job);
        try
        {
            var cost = costs.Settle(provider, request, job) is >= 0 and < AbsurdUsd and var usd ? usd : (decimal?)null;
            isEstimate = cost is not null && costs.IsEstimate(provider, request, job);
            return cost;
        }
#pragma warning disable CA1031 // the application's own code
        catch (Exception exception)
#pragma warning restore CA1031
        {
            CalculatorThrew(logger, provider, exception);
            return null;
        }
    }

    // What a model makes beyond what it was asked for, by the request, its extras or the settings, is not asked for its price.
    private static ProviderJob AsAskedFor(ProviderRequest request, ProviderJob job)
    {
        var asked = Math.Max(Math.Max(1, request.Count), request.Effect?.Images ?? 1);
        return job.Images.Count <= asked ? job : job with { Images = [.. job.Images.Take(asked)] };
    }

    [LoggerMessage(1400, LogLevel.Warning, "{Provider}: the budget threw.")]
    private static partial void BudgetThrew(ILogger logger, string provider, Exception exception);

    [LoggerMessage(1401, LogLevel.Warning, "{Provider}: the cost calculator threw; the cost of a job is unknown.")]
    private static partial void CalculatorThrew(ILogger logger, string provider, Exception exception);
}
