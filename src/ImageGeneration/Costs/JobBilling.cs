using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Costs;

/// <summary>Reserves before a job and settles after it. Budget and calculator may be the application's own: when they throw before, nothing is
/// sent; when they throw after, the image is kept and its cost is unknown.</summary>
internal sealed partial class JobBilling(IBudget budget, ICostCalculator costs, ILogger<JobBilling> logger)
{
    public BudgetReservation? TryReserve(
        string provider, IReadOnlyDictionary<string, string>? tags, decimal? estimateUsd, out string? refusal)
    {
        try
        {
            return budget.TryReserve(provider, tags, estimateUsd, out refusal);
        }
#pragma warning disable CA1031 // the application's own code
        catch (Exception exception)
#pragma warning restore CA1031
        {
            BudgetThrew(logger, provider, exception);
            refusal = $"the budget could not be asked ({exception.GetType().Name}).";
            return null;
        }
    }

    /// <summary>Settles a reservation: each job of unknown cost leaves its estimate spent.</summary>
    /// <returns>What the jobs of a run cost: 0 when none was accepted, null when unknown.</returns>
    public decimal? Settle(BudgetReservation reservation, string provider, JobRun run)
    {
        var (known, unknown) = Sum(provider, run);
        var actual = unknown == 0 ? known : (decimal?)null;
        try
        {
            budget.Settle(reservation, actual ?? (run.Jobs.Count == 1 ? null : known + (unknown * reservation.AmountUsd)));
        }
#pragma warning disable CA1031 // the application's own code
        catch (Exception exception)
#pragma warning restore CA1031
        {
            BudgetThrew(logger, provider, exception);
        }

        return actual;
    }

    /// <summary>What the jobs of a run cost: 0 when none was accepted, null when unknown.</summary>
    public decimal? Bill(string provider, JobRun run) => Sum(provider, run) is { Unknown: 0, Known: var known } ? known : null;

    private (decimal Known, int Unknown) Sum(string provider, JobRun run)
    {
        var (known, unknown) = (0m, 0);
        for (var i = 0; i < run.Jobs.Count; i++)
        {
            if (Bill(provider, run.Request, run.Jobs[i]) is { } cost)
            {
                known += cost;
            }
            else
            {
                unknown++;
            }
        }

        return (known, unknown);
    }

    // A negative figure is a mistake, not a gift.
    private decimal? Bill(string provider, ProviderRequest request, ProviderJob job)
    {
        try
        {
            return costs.Settle(provider, request, job) is >= 0 and var cost ? cost : null;
        }
#pragma warning disable CA1031 // the application's own code
        catch (Exception exception)
#pragma warning restore CA1031
        {
            CalculatorThrew(logger, provider, exception);
            return null;
        }
    }

    [LoggerMessage(1400, LogLevel.Warning, "{Provider}: the budget threw.")]
    private static partial void BudgetThrew(ILogger logger, string provider, Exception exception);

    [LoggerMessage(1401, LogLevel.Warning, "{Provider}: the cost calculator threw; the cost of a job is unknown.")]
    private static partial void CalculatorThrew(ILogger logger, string provider, Exception exception);
}
