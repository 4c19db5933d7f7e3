using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ImageGeneration.Timing;
using Microsoft.Extensions.Options;

namespace ImageGeneration.Budgets;

/// <summary>The budget of this process: a job is reserved in every ledger that it counts in or in none. A reservation counts in the windows
/// of the moment it was made, also when it is settled after they have ended. What was really charged may exceed what was reserved; then the
/// next reservation finds less.</summary>
internal sealed class Budget : IBudget
{
    // So many are looked through before those who want to spend have their turn.
    private const int LedgersAtOnce = 64;

    private static readonly BudgetReservation Unlimited = new("", 0m, DateTimeOffset.MinValue);

    private readonly BudgetClock _clock;
    private readonly decimal? _unknownCost;
    private readonly BudgetLedgers _ledgers;
    private readonly Dictionary<BudgetReservation, BudgetLedger[]> _open = new(ReferenceEqualityComparer.Instance);
    private readonly ConditionalWeakTable<BudgetReservation, BudgetLedger[]> _estimated = [];
    private readonly Lock _lock = new();

    public Budget(IOptions<ImageGenerationServiceOptions> options, TimeProvider time)
    {
        _clock = new(time);
        _unknownCost = options.Value.Budget.UnknownCostUsd;
        _ledgers = new(options.Value.Budget);
    }

    public BudgetReservation? TryReserve(
        string provider, IReadOnlyDictionary<string, string>? tags, decimal? amountUsd, out string? refusal)
    {
        refusal = null;
        if (_ledgers.IsEmpty)
        {
            return Unlimited;
        }

        var amount = amountUsd ?? _unknownCost ?? 0m;
        ArgumentOutOfRangeException.ThrowIfNegative(amount, nameof(amountUsd));
        lock (_lock)
        {
            var ledgers = _ledgers.Of(provider, tags, _clock.Now(), out refusal);
            if (refusal is not null)
            {
                return null;
            }

            if (ledgers.Length == 0)
            {
                return Unlimited;
            }

            if (amountUsd is null && _unknownCost is null)
            {
                refusal = $"Budget exceeded: the price of this job at {provider} is unknown, and under a limit such a job is "
                    + "refused (ImageGeneration:Budget:UnknownCostUsd sets aside a fixed amount for it, ImageGeneration:Prices can name "
                    + "the price).";
                return null;
            }

            foreach (var ledger in ledgers)
            {
                if (ledger.FirstFull(_clock.Latest, amount) is { } full)
                {
                    refusal = Refusal(amount, full, ledger);
                    return null;
                }
            }

            return Take(provider, amount, ledgers);
        }
    }

    public void Settle(BudgetReservation reservation, decimal? actualUsd)
    {
        if (ReferenceEquals(reservation, Unlimited))
        {
            return;
        }

        var charged = actualUsd ?? reservation.AmountUsd;
        ArgumentOutOfRangeException.ThrowIfNegative(charged, nameof(actualUsd));
        lock (_lock)
        {
            // Settled twice, it would give back money that others have spent since.
            if (!_open.Remove(reservation, out var ledgers))
            {
                return;
            }

            foreach (var ledger in ledgers)
            {
                ledger.Settle(_clock.Latest, reservation, charged);
            }

            if (actualUsd is null)
            {
                _estimated.Add(reservation, ledgers);
            }
        }
    }

    public void Correct(BudgetReservation reservation, decimal actualUsd)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(actualUsd);
        lock (_lock)
        {
            if (_estimated.Remove(reservation, out var ledgers))
            {
                foreach (var ledger in ledgers)
                {
                    ledger.Correct(_clock.Now(), reservation, actualUsd);
                }
            }
        }
    }

    public IReadOnlyList<BudgetUsage> GetUsage()
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

    private BudgetReservation Take(string provider, decimal amount, BudgetLedger[] ledgers)
    {
        foreach (var ledger in ledgers)
        {
            ledger.Reserve(amount);
        }

        var reservation = new BudgetReservation(provider, amount, _clock.Latest);
        _open.Add(reservation, ledgers);
        return reservation;
    }

    private static string Refusal(decimal amount, BudgetWindow full, BudgetLedger ledger)
    {
        const string precise = "0.0000########";
        var culture = CultureInfo.InvariantCulture;
        var limit = full.Limit;
        return $"Budget exceeded: {amount.ToString(precise, culture)} USD is needed and {full.Left.ToString(precise, culture)} USD of "
            + $"{limit.Usd.ToString("0.00########", culture)} USD {limit.PeriodInWords}{ledger.Subject.InWords(ledger.Value)} "
            + $"({limit.Setting}) is left.";
    }
}
