using System.Globalization;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Costs;

/// <summary>The budget of this process: sums of the current hour, day and month (UTC) and in all. A reservation counts in the windows of
/// the moment it was made, also when it is settled after they have ended. What was really charged may exceed what was reserved; then the
/// next reservation finds less.</summary>
internal sealed class Budget : IBudget
{
    private static readonly BudgetReservation Unlimited = new("", 0m, DateTimeOffset.MinValue);

    private readonly TimeProvider _time;
    private readonly decimal? _unknownCost;
    private readonly BudgetWindow[] _windows;
    private readonly HashSet<BudgetReservation> _open = new(ReferenceEqualityComparer.Instance);
    private readonly Lock _lock = new();
    private DateTimeOffset _latest;

    public Budget(IOptions<ImageGenerationOptions> options, TimeProvider time)
    {
        var budget = options.Value.Budget;
        _time = time;
        _unknownCost = budget.UnknownCostUsd;

        // The longest first: it is the one to be named when several refuse, as waiting helps against it least.
        _windows =
        [
            .. Window(budget.TotalUsd, "in total", nameof(BudgetOptions.TotalUsd), static _ => 0),
            .. Window(budget.PerMonthUsd, "per month", nameof(BudgetOptions.PerMonthUsd), static at => (at.Year * 12) + at.Month),
            .. Window(budget.PerDayUsd, "per day", nameof(BudgetOptions.PerDayUsd), static at => at.Ticks / TimeSpan.TicksPerDay),
            .. Window(budget.PerHourUsd, "per hour", nameof(BudgetOptions.PerHourUsd), static at => at.Ticks / TimeSpan.TicksPerHour),
        ];
    }

    public BudgetReservation? TryReserve(string provider, decimal? amountUsd, out string? refusal)
    {
        refusal = null;
        if (_windows.Length == 0)
        {
            return Unlimited;
        }

        if ((amountUsd ?? _unknownCost) is not { } amount)
        {
            refusal = $"Budget exceeded: the price of this job at {provider} is unknown, and under a limit such a job is refused "
                + "(ImageGeneration:Budget:UnknownCostUsd sets aside a fixed amount for it, ImageGeneration:Prices can name the price).";
            return null;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(amount, nameof(amountUsd));
        BudgetWindow full;
        decimal left;
        lock (_lock)
        {
            // A clock that is set back must not open windows that were closed already.
            var now = _time.GetUtcNow();
            _latest = now > _latest ? now : _latest;
            if (FirstFull(amount) is not { } first)
            {
                return Take(provider, amount);
            }

            (full, left) = (first, first.Left);
        }

        refusal = Refusal(amount, left, full);
        return null;
    }

    public void Settle(BudgetReservation reservation, decimal? actualUsd)
    {
        if (_windows.Length == 0)
        {
            return;
        }

        if (actualUsd is { } actual)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(actual, nameof(actualUsd));
        }

        lock (_lock)
        {
            // Settled twice, it would give back money that others have spent since.
            if (_open.Remove(reservation) && actualUsd is { } charged)
            {
                foreach (var window in _windows)
                {
                    window.Correct(reservation.At, charged - reservation.AmountUsd);
                }
            }
        }
    }

    private BudgetWindow? FirstFull(decimal amount)
    {
        foreach (var window in _windows)
        {
            if (!window.HasRoom(_latest, amount))
            {
                return window;
            }
        }

        return null;
    }

    private BudgetReservation Take(string provider, decimal amount)
    {
        foreach (var window in _windows)
        {
            window.Correct(_latest, amount);
        }

        var reservation = new BudgetReservation(provider, amount, _latest);
        _open.Add(reservation);
        return reservation;
    }

    private static string Refusal(decimal amount, decimal left, BudgetWindow full)
    {
        const string precise = "0.0000########";
        var culture = CultureInfo.InvariantCulture;
        return $"Budget exceeded: {amount.ToString(precise, culture)} USD is needed and {left.ToString(precise, culture)} USD of "
            + $"{full.Limit.ToString("0.00########", culture)} USD {full.Period} (ImageGeneration:Budget:{full.Setting}) is left.";
    }

    private static BudgetWindow[] Window(decimal? limit, string period, string setting, Func<DateTime, long> index) =>
        limit is { } usd ? [new BudgetWindow(usd, period, setting, index)] : [];
}
