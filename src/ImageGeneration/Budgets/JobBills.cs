using ImageGeneration.Providers;

namespace ImageGeneration.Budgets;

/// <summary>The bills of one attempt: each of its jobs is reserved before the submit and settled after its end. Several may be under way at
/// once, where a strategy of the application starts them.</summary>
internal sealed class JobBills(
    JobBilling billing, ProviderRequest request, IReadOnlyDictionary<string, string>? tags, string provider, decimal? estimateUsd)
{
    private decimal _known;
    private int _open;
    private BudgetReservation? _unknown;
    private bool _isEstimate;

    /// <summary>Whether a part of <see cref="Usd"/> is an estimate.</summary>
    public bool IsEstimate => Volatile.Read(ref _isEstimate);

    /// <summary>What all of them cost: 0 where no job was accepted, null while one is unknown.</summary>
    public decimal? Usd
    {
        get
        {
            lock (billing.Gate)
            {
                return _open == 0 ? _known : null;
            }
        }
    }

    /// <summary>Sets money aside for the next job.</summary>
    /// <returns>Null when there is no room; then the reason is told.</returns>
    public JobBill? TryReserve(out ProviderFailure? refusal)
    {
        if (billing.TryReserve(provider, tags, estimateUsd, out refusal) is not { } reservation)
        {
            return null;
        }

        lock (billing.Gate)
        {
            _open++;
        }

        return new(this, reservation);
    }

    /// <summary>Settles one job.</summary>
    /// <param name="reservation">What was set aside for it.</param>
    /// <param name="job">How it ended; null where that is not known.</param>
    public void Settle(BudgetReservation reservation, ProviderJob? job)
    {
        var isEstimate = false;
        var cost = job is { Reference: null, Failure.IsLocal: true } ? 0m
            : job is null ? null
            : billing.CostOf(provider, request, job, out isEstimate);
        lock (billing.Gate)
        {
            _isEstimate |= isEstimate;
            (_known, _open, _unknown) = cost is { } usd ? (_known + usd, _open - 1, _unknown) : (_known, _open, reservation);
        }

        billing.Settle(reservation, provider, cost);
    }

    /// <summary>The last job whose cost was unknown has delivered after all.</summary>
    public void Correct(ProviderJob job)
    {
        if (billing.CostOf(provider, request, job, out var isEstimate) is not { } cost)
        {
            return;
        }

        BudgetReservation reservation;
        lock (billing.Gate)
        {
            if (_unknown is not { } open)
            {
                return;
            }

            _isEstimate |= isEstimate;
            (_known, _open, _unknown, reservation) = (_known + cost, _open - 1, null, open);
        }

        billing.Correct(reservation, provider, cost);
    }
}
