using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Telemetry;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Budgets;

/// <summary>Calls budget and cost calculator for one job. They may be the application's own: when they throw or hang before the job,
/// nothing is sent; when they do after, the image is kept and its cost is unknown.</summary>
internal sealed partial class GuardedBilling(IBudget budget, ICostCalculator costs, TimeProvider time, ILogger<GuardedBilling> logger)
{
    // No job costs so much, and the sum of two such amounts may overflow.
    private const decimal AbsurdUsd = 1_000_000m;

    private static readonly TimeSpan _settleTimeout = TimeSpan.FromSeconds(3);

    private readonly GuardedLogger _logger = GuardedLogger.Around(logger);

    /// <summary>Reserves the estimated cost of one job.</summary>
    /// <returns>The decision; null when the wait for it was canceled.</returns>
    public async ValueTask<BudgetDecision?> ReserveAsync(BudgetRequest request, CancellationToken cancellationToken)
    {
        Task<BudgetDecision>? reserving = null;
        try
        {
            var call = budget.ReserveAsync(request, cancellationToken);
            if (call.IsCompletedSuccessfully)
            {
                return call.Result;
            }

            reserving = call.AsTask();
            return await reserving.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _ = ReleaseAsync(reserving, request);
            return null;
        }
#pragma warning disable CA1031 // see the class
        catch (Exception exception)
#pragma warning restore CA1031
        {
            BudgetThrew(_logger, request.Provider, exception);
            _ = ReleaseAsync(reserving, request);
            return BudgetDecision.Refused($"the budget could not be asked ({exception.GetType().Name}).");
        }
    }

    /// <summary>Replaces what was reserved by what the job cost. The call is awaited for a moment; then it goes on by itself.</summary>
    /// <param name="reservationId">The id of the reservation.</param>
    /// <param name="provider">The provider's name.</param>
    /// <param name="cost">The cost in US dollars; null (unknown) counts the estimate as spent.</param>
    /// <param name="cancellationToken">The token that ends only the wait.</param>
    public async ValueTask SettleAsync(Guid reservationId, string provider, decimal? cost, CancellationToken cancellationToken)
    {
        Task? settling = null;
        try
        {
            var call = budget.SettleAsync(reservationId, cost, CancellationToken.None);
            if (!call.IsCompletedSuccessfully)
            {
                settling = call.AsTask();
                await settling.WaitAsync(_settleTimeout, time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (settling is { IsCompleted: false })
        {
            if (exception is TimeoutException)
            {
                BudgetIsSlow(_logger, provider, _settleTimeout.TotalSeconds);
            }

            _ = LogFaultAsync(settling, provider);
        }
#pragma warning disable CA1031 // see the class
        catch (Exception exception)
#pragma warning restore CA1031
        {
            BudgetThrew(_logger, provider, exception);
        }
    }

    /// <summary>Calculates what a job cost, and whether that is an estimate; null when unknown. A negative amount is a mistake, not a
    /// gift, and an absurd one is no bill.</summary>
    public decimal? CostOf(string provider, ProviderRequest request, ProviderJob job, out bool isEstimate)
    {
        var asked = (costs, provider, request, job: AsRequested(request, job));
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

    // A store may have reserved although its answer was lost or came too late: nothing was sent, and nothing may stay reserved.
    private async Task ReleaseAsync(Task? reserving, BudgetRequest request)
    {
        if (reserving is not null)
        {
            await reserving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await SettleAsync(request.ReservationId, request.Provider, 0m, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task LogFaultAsync(Task settling, string provider)
    {
        await settling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (settling.Exception is { InnerException: { } fault })
        {
            BudgetThrew(_logger, provider, fault);
        }
    }

    // Images beyond those that the request, its extras or the settings ask for are not billed.
    private static ProviderJob AsRequested(ProviderRequest request, ProviderJob job)
    {
        var asked = Math.Max(Math.Max(1, request.Count), request.Effect?.Images ?? 1);
        return job.Images.Count <= asked ? job : job with { Images = [.. job.Images.Take(asked)] };
    }

    [LoggerMessage(1400, LogLevel.Warning, "{Provider}: the budget threw.")]
    private static partial void BudgetThrew(GuardedLogger logger, string provider, Exception exception);

    [LoggerMessage(1401, LogLevel.Warning, "{Provider}: the cost calculator threw; the cost of a job is unknown.")]
    private static partial void CalculatorThrew(GuardedLogger logger, string provider, Exception exception);

    [LoggerMessage(1402, LogLevel.Warning, "{Provider}: the budget did not settle a job within {Seconds} s; the call goes on by itself.")]
    private static partial void BudgetIsSlow(GuardedLogger logger, string provider, double seconds);
}
