using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Costs;

/// <summary>Reserves before a job and settles after it. Budget and calculator may be the application's own: when they throw before, nothing is
/// sent; when they throw after, the image is kept and its cost is unknown.</summary>
internal sealed partial class JobBilling(IBudget budget, ICostCalculator costs, ILogger<JobBilling> logger)
{
    /// <summary>Sets money aside for one job.</summary>
    /// <returns>Null when there is no room; then the reason is told.</returns>
    public BudgetReservation? TryReserve(string provider, JobRun run, out ProviderFailure? refusal)
    {
        string? reason;
        try
        {
            if (budget.TryReserve(provider, run.Scope.Tags, run.EstimateUsd, out reason) is { } reservation)
            {
                lock (run)
                {
                    run.Bills.Open();
                }

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

    /// <summary>Turns what was set aside into what one job cost: nothing where none was submitted. An unknown cost leaves the estimate spent.</summary>
    public void Settle(BudgetReservation reservation, string provider, JobRun run, ProviderJob? job)
    {
        var cost = job is { Reference: null, Failure.IsLocal: true } ? 0m : job is null ? null : CostOf(provider, run.Request, job);
        lock (run)
        {
            run.Bills.Close(reservation, cost);
        }

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

    /// <summary>The last job whose cost was unknown has delivered after all.</summary>
    public void Correct(string provider, JobRun run, ProviderJob job)
    {
        if (CostOf(provider, run.Request, job) is not { } cost)
        {
            return;
        }

        BudgetReservation? reservation;
        lock (run)
        {
            reservation = run.Bills.Complete(cost);
        }

        try
        {
            if (reservation is not null)
            {
                budget.Correct(reservation, cost);
            }
        }
#pragma warning disable CA1031 // the application's own code
        catch (Exception exception)
#pragma warning restore CA1031
        {
            BudgetThrew(logger, provider, exception);
        }
    }

    // A negative figure is a mistake, not a gift.
    private decimal? CostOf(string provider, ProviderRequest request, ProviderJob job)
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
