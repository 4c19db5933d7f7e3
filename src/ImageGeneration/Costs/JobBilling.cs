using ImageGeneration.Jobs;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Costs;

/// <summary>Reserves before a job and settles after it. Budget and calculator may be the application's own: when they throw before, nothing is
/// sent; when they throw after, the image is kept and its cost is unknown.</summary>
internal sealed partial class JobBilling(IBudget budget, ICostCalculator costs, ILogger<JobBilling> logger)
{
    public BudgetReservation? TryReserve(string provider, decimal? estimateUsd, out string? refusal)
    {
        try
        {
            return budget.TryReserve(provider, estimateUsd, out refusal);
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

    /// <summary>Settles a reservation.</summary>
    /// <returns>What the jobs of a run cost: 0 when none was accepted, null when unknown.</returns>
    public decimal? Settle(BudgetReservation reservation, string provider, JobRun run)
    {
        var actual = Bill(provider, run);
        try
        {
            budget.Settle(reservation, actual);
        }
#pragma warning disable CA1031 // the application's own code
        catch (Exception exception)
#pragma warning restore CA1031
        {
            BudgetThrew(logger, provider, exception);
        }

        return actual;
    }

    /// <summary>What the jobs of a run cost. What was never accepted costs nothing, however it ended; a negative figure is a mistake, not a gift.</summary>
    public decimal? Bill(string provider, JobRun run)
    {
        try
        {
            decimal? sum = 0m;
            for (var i = 0; i < run.Jobs.Count; i++)
            {
                sum += costs.Settle(provider, run.Request, run.Jobs[i]) is >= 0 and var cost ? cost : null;
            }

            return sum;
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
