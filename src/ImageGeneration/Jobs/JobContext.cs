using ImageGeneration.Budgets;
using ImageGeneration.Providers;

namespace ImageGeneration.Jobs;

/// <summary>Represents one attempt on its way through a lane: the request, its caller and deadline, and what was observed on the
/// way.</summary>
internal sealed class JobContext(ProviderRequest request, RequestScope scope, JobBills bills)
{
    private int _submits;

    public ProviderRequest Request { get; } = request;

    public RequestScope Scope { get; } = scope;

    /// <summary>Whether no other provider follows in the route.</summary>
    public bool IsLastResort { get; init; }

    /// <summary>Whether it runs beside another job for the same images.</summary>
    public bool IsHedge { get; init; }

    /// <summary>Gets what cancels this job alone; null when only the request as a whole can be canceled.</summary>
    public AttemptCancellation? Cancellation { get; init; }

    /// <summary>Gets the token that is canceled when the job is no longer awaited.</summary>
    public CancellationToken Token => Cancellation?.Token ?? Scope.Token;

    public TimeSpan PermitTime { get; set; }

    /// <summary>Gets the bills of its jobs.</summary>
    public JobBills Bills { get; } = bills;

    /// <summary>Gets the number of submits that have ended; more than one when the job was submitted again.</summary>
    public int Submits => _submits;

    /// <summary>Gets the last job that delivered; null while none has.</summary>
    public ProviderJob? Delivered { get; private set; }

    /// <summary>Whether the answer to a submit was lost and its job not found again.</summary>
    public bool PossiblyBilled { get; set; }

    /// <summary>Whether another provider was faster and the request itself went on.</summary>
    public bool HasLostRace => Cancellation?.Reason is not null;

    // A strategy of the application may run several at once.
    public void Add(ProviderJob job)
    {
        Interlocked.Increment(ref _submits);
        if (job.Status == JobStatus.Succeeded)
        {
            Delivered = job;
        }
    }

    /// <summary>Returns the end of the attempt after an exception on the way: what was delivered before is paid for, and kept.</summary>
    public ProviderJob EndWith(Exception? exception, string provider) =>
        Delivered ?? ProviderJob.Failed(
            Token.IsCancellationRequested
                ? StopReason(provider)
                : new(FailureKind.JobFailed, $"{provider}: a strategy of the pipeline threw a {exception?.GetType().Name}."));

    /// <summary>Creates the failure that says why <see cref="Token"/> was canceled.</summary>
    public ProviderFailure StopReason(string provider) =>
        HasLostRace ? new(FailureKind.Canceled, $"{provider}: {Cancellation!.Reason}.") { Origin = FailureOrigin.Local } : Scope.StopReason(provider);
}
