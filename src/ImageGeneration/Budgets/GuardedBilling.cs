using ImageGeneration.Pricing;
using ImageGeneration.Providers;
using ImageGeneration.Telemetry;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Budgets;

/// <summary>Asks budget and cost calculator about one job. They may be the application's own: when they throw or hang before, nothing is
/// sent; when they do after, the image is kept and its cost is unknown.</summary>
internal sealed partial class GuardedBilling(IBudget budget, ICostCalculator costs, TimeProvider time, ILogger<GuardedBilling> logger)
{
    // No job costs so much, and the sum of two such figures may be no number.
    private const decimal AbsurdUsd = 1_000_000m;

    private static readonly TimeSpan _settleTimeout = TimeSpan.FromSeconds(3);

    private readonly GuardedLogger _logger = GuardedLogger.Around(logger);

    /// <summary>Sets money aside for one job.</summary>
    /// <returns>The decision; null where the wait for it was canceled.</returns>
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

    /// <summary>Puts what one job cost in the place of what was reserved. It is waited for a moment; then the call goes on by
    /// itself.</summary>
    /// <param name="reservationId">The id of the reservation.</param>
    /// <param name="provider">Who was paid.</param>
    /// <param name="cost">US dollars; null (unknown) counts the estimate as spent.</param>
    /// <param name="cancellationToken">Ends the wait alone.</param>
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

    // A store may have reserved although its answer got lost or came too late: nothing was sent, and nothing may stay set aside.
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

    [LoggerMessage(1402, LogLevel.Warning, "{Provider}: the budget did not settle a job within {Seconds} s; the call goes on by itself.")]
    private static partial void BudgetIsSlow(GuardedLogger logger, string provider, double seconds);
}
