using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Budgets;

/// <summary>Implements the budget of this process: a job is reserved in every ledger that it counts in or in none. A reservation counts in
/// the windows of the moment it was made, even when it is settled after they have ended. The actual charge may exceed the reservation;
/// then less is left for the next one.</summary>
internal sealed class Budget : IBudget
{
    // So many ledgers are read before those who want to reserve have their turn.
    private const int LedgersAtOnce = 64;

    private readonly BudgetClock _clock;
    private readonly decimal? _unknownCost;
    private readonly BudgetLedgers _ledgers;
    private readonly Dictionary<Guid, Reservation> _open = [];
    private readonly UnknownCosts _unknown = new();
    private readonly Lock _lock = new();

    public Budget(IOptions<ImageGenerationServiceOptions> options, TimeProvider time)
    {
        _clock = new(time);
        _unknownCost = options.Value.Budget.UnknownCostUsd;
        _ledgers = new(options.Value.Budget);
    }

    public ValueTask<BudgetDecision> ReserveAsync(BudgetRequest request, CancellationToken cancellationToken = default) =>
        new(Reserve(request));

    public ValueTask SettleAsync(Guid reservationId, decimal? actualUsd, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(actualUsd ?? 0m, nameof(actualUsd));
        if (!_ledgers.IsEmpty)
        {
            lock (_lock)
            {
                Settle(reservationId, actualUsd);
            }
        }

        return default;
    }

    public ValueTask<IReadOnlyList<BudgetUsage>> GetUsageAsync(CancellationToken cancellationToken = default) => new(GetUsage());

    private BudgetDecision Reserve(BudgetRequest request)
    {
        if (_ledgers.IsEmpty)
        {
            return BudgetDecision.Granted(0m);
        }

        var amount = request.AmountUsd ?? _unknownCost ?? 0m;
        ArgumentOutOfRangeException.ThrowIfNegative(amount, nameof(request));
        lock (_lock)
        {
            if (_open.TryGetValue(request.ReservationId, out var made))
            {
                return BudgetDecision.Granted(made.AmountUsd);
            }

            var ledgers = _ledgers.For(request.Provider, request.Tags, _clock.Now(), out var refusal);
            if (refusal is not null)
            {
                return BudgetDecision.Refused(refusal);
            }

            if (ledgers.Length == 0)
            {
                return BudgetDecision.Granted(0m);
            }

            if (request.AmountUsd is null && _unknownCost is null)
            {
                return BudgetDecision.Refused(UnknownPrice(request.Provider));
            }

            foreach (var ledger in ledgers)
            {
                if (ledger.FindExhausted(_clock.Latest, amount) is { } exhausted)
                {
                    return BudgetDecision.Refused(Exhausted(amount, exhausted, ledger));
                }
            }

            foreach (var ledger in ledgers)
            {
                ledger.Reserve(amount);
            }

            _open.Add(request.ReservationId, new(amount, _clock.Latest, ledgers));
            return BudgetDecision.Granted(amount);
        }
    }

    private void Settle(Guid id, decimal? actualUsd)
    {
        if (_open.Remove(id, out var open))
        {
            foreach (var ledger in open.Ledgers)
            {
                ledger.Settle(_clock.Latest, open, actualUsd ?? open.AmountUsd);
            }

            if (actualUsd is null)
            {
                _unknown.Add(id, open);
            }
        }
        else if (actualUsd is { } late && _unknown.TryTake(id, out var estimated))
        {
            var now = _clock.Now();
            foreach (var ledger in estimated.Value.Ledgers)
            {
                ledger.Correct(now, estimated.Value, late);
            }
        }
    }

    private List<BudgetUsage> GetUsage()
    {
        var ledgers = new List<BudgetLedger>();
        lock (_lock)
        {
            _ledgers.AddTo(ledgers);
        }

        var usage = new List<BudgetUsage>(ledgers.Count);
        var figures = new List<BudgetFigures>();
        for (var at = 0; at < ledgers.Count; at += LedgersAtOnce)
        {
            figures.Clear();
            lock (_lock)
            {
                var now = _clock.Now();
                foreach (var ledger in CollectionsMarshal.AsSpan(ledgers).Slice(at, Math.Min(LedgersAtOnce, ledgers.Count - at)))
                {
                    ledger.AddTo(figures, now);
                }
            }

            usage.AddRange(figures.Select(static figure => figure.ToUsage()));
        }

        return usage;
    }

    private static string UnknownPrice(string provider) =>
        $"Budget exceeded: the price of this job at {provider} is unknown, and under a limit such a job is "
        + "refused (ImageGeneration:Budget:UnknownCostUsd sets aside a fixed amount for it, ImageGeneration:Prices can name "
        + "the price).";

    private static string Exhausted(decimal amount, BudgetWindow exhausted, BudgetLedger ledger)
    {
        const string precise = "0.0000########";
        var culture = CultureInfo.InvariantCulture;
        var limit = exhausted.Limit;
        return $"Budget exceeded: {amount.ToString(precise, culture)} USD is needed and {exhausted.Left.ToString(precise, culture)} USD of "
            + $"{limit.Usd.ToString("0.00########", culture)} USD {limit.PeriodInWords}{ledger.Subject.InWords(ledger.Value)} "
            + $"({limit.Setting}) is left.";
    }
}
