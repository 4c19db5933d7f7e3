using ImageGeneration.Providers;

namespace ImageGeneration.Budgets;

/// <summary>What is set aside for one job. Disposed before it is settled its cost is unknown, and the estimate stays spent.</summary>
internal sealed class JobBill(JobBills bills, BudgetReservation reservation) : IDisposable
{
    private bool _isSettled;

    /// <summary>Turns what was set aside into what the job cost: nothing where none was submitted.</summary>
    public ProviderJob Settle(ProviderJob job)
    {
        _isSettled = true;
        bills.Settle(reservation, job);
        return job;
    }

    public void Dispose()
    {
        if (!_isSettled)
        {
            bills.Settle(reservation, null);
        }
    }
}
