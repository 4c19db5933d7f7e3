using ImageGeneration.Providers;

namespace ImageGeneration.Budgets;

/// <summary>Holds the bills of one attempt, and what all of its jobs cost. Several may be under way at once, when a strategy of the
/// application starts them.</summary>
internal sealed class JobBills(
    GuardedBilling billing, ProviderRequest request, IReadOnlyDictionary<string, string>? tags, string provider, decimal? estimateUsd)
{
    // Shared by all attempts: it is held for an addition.
    private static readonly Lock _gate = new();

    private decimal _known;
    private int _open;
    private Guid? _unknown;
    private bool _isEstimate;

    /// <summary>Whether a part of <see cref="Usd"/> is an estimate.</summary>
    public bool IsEstimate => Volatile.Read(ref _isEstimate);

    /// <summary>Gets what all jobs cost: 0 when none was accepted, null while one is unknown.</summary>
    public decimal? Usd
    {
        get
        {
            lock (_gate)
            {
                return _open == 0 ? _known : null;
            }
        }
    }

    /// <summary>Reserves the estimated cost of the next job.</summary>
    public async ValueTask<JobBill> ReserveAsync(CancellationToken cancellationToken)
    {
        var reservation = new BudgetRequest
        {
            ReservationId = NewId(),
            Provider = provider,
            Tags = tags,
            AmountUsd = estimateUsd,
        };
        if (await billing.ReserveAsync(reservation, cancellationToken).ConfigureAwait(false) is not { } decision)
        {
            return JobBill.Canceled;
        }

        if (!decision.IsGranted)
        {
            var reason = decision.Refusal ?? $"no room for a job at {provider}.";
            return JobBill.Refused(new(FailureKind.BudgetExceeded, reason) { Origin = FailureOrigin.Local });
        }

        lock (_gate)
        {
            _open++;
        }

        return JobBill.Reserved(this, reservation.ReservationId);
    }

    // Random enough to be unique, and unlike Guid.NewGuid not asked of the kernel.
    private static Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        Random.Shared.NextBytes(bytes);
        return new(bytes);
    }

    /// <summary>Settles one job.</summary>
    /// <param name="reservationId">The id of its reservation.</param>
    /// <param name="job">The job as it ended; null when that is not known.</param>
    /// <param name="cancellationToken">The token that ends the wait for the budget.</param>
    public ValueTask SettleAsync(Guid reservationId, ProviderJob? job, CancellationToken cancellationToken)
    {
        var isEstimate = false;
        var cost = job is { MayBeBilled: false } ? 0m
            : job is null ? null
            : billing.CostOf(provider, request, job, out isEstimate);
        lock (_gate)
        {
            _isEstimate |= isEstimate;
            (_known, _open, _unknown) = cost is { } usd ? (_known + usd, _open - 1, _unknown) : (_known, _open, reservationId);
        }

        return billing.SettleAsync(reservationId, provider, cost, cancellationToken);
    }

    /// <summary>Corrects the cost of the last job whose cost was unknown, which has delivered after all.</summary>
    public ValueTask CorrectAsync(ProviderJob job, CancellationToken cancellationToken)
    {
        if (billing.CostOf(provider, request, job, out var isEstimate) is not { } cost)
        {
            return default;
        }

        Guid reservationId;
        lock (_gate)
        {
            if (_unknown is not { } open)
            {
                return default;
            }

            _isEstimate |= isEstimate;
            (_known, _open, _unknown, reservationId) = (_known + cost, _open - 1, null, open);
        }

        return billing.SettleAsync(reservationId, provider, cost, cancellationToken);
    }
}
