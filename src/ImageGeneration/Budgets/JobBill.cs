using ImageGeneration.Providers;

namespace ImageGeneration.Budgets;

/// <summary>Represents the bill of one job: reserved before it, settled after it. When it is disposed before it is complete its cost is
/// unknown, and the estimate stays spent.</summary>
internal sealed class JobBill : IDisposable
{
    private readonly JobBills? _bills;
    private readonly Guid _reservationId;
    private bool _isComplete;

    private JobBill(JobBills? bills, Guid reservationId, ProviderFailure? refusal) =>
        (_bills, _reservationId, Refusal) = (bills, reservationId, refusal);

    /// <summary>Gets the bill for which nothing is reserved, as the wait for the budget was canceled.</summary>
    public static JobBill Canceled { get; } = new(null, default, null);

    public bool IsReserved => _bills is not null;

    /// <summary>Gets the refusal of the budget; null when it granted the job.</summary>
    public ProviderFailure? Refusal { get; }

    public static JobBill Reserved(JobBills bills, Guid reservationId) => new(bills, reservationId, null);

    public static JobBill Refused(ProviderFailure refusal) => new(null, default, refusal);

    /// <summary>Replaces what was reserved by what the job cost: nothing when none was submitted.</summary>
    public async ValueTask<ProviderJob> CompleteAsync(ProviderJob job, CancellationToken cancellationToken)
    {
        _isComplete = true;
        await _bills!.SettleAsync(_reservationId, job, cancellationToken).ConfigureAwait(false);
        return job;
    }

    public void Dispose()
    {
        if (_bills is not null && !_isComplete)
        {
            _isComplete = true;
            _ = _bills.SettleAsync(_reservationId, null, CancellationToken.None).AsTask();
        }
    }
}
