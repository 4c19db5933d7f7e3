using ImageGeneration.Budgets;
using ImageGeneration.Providers;
using Polly;

namespace ImageGeneration.Jobs;

/// <summary>One attempt on its way through a lane: what is wanted, who waits for it and until when, and what was seen on the way.</summary>
internal sealed class JobContext(ProviderRequest request, RequestScope scope, JobBills bills)
{
    /// <summary>Under this key the application's strategies pass it on.</summary>
    public static readonly ResiliencePropertyKey<JobContext> Key = new("ImageGeneration.JobContext");

    private int _submits;

    public ProviderRequest Request { get; } = request;

    public RequestScope Scope { get; } = scope;

    /// <summary>No other provider would be asked after this one.</summary>
    public bool IsLastResort { get; init; }

    /// <summary>Runs beside another job for the same images.</summary>
    public bool IsHedge { get; init; }

    /// <summary>Ends this job alone; null where only the request as a whole can end it.</summary>
    public AttemptCancellation? Cancellation { get; init; }

    /// <summary>Ends when nobody waits for this job any more.</summary>
    public CancellationToken Token => Cancellation?.Token ?? Scope.Token;

    public TimeSpan PermitTime { get; set; }

    /// <summary>Its bills.</summary>
    public JobBills Bills { get; } = bills;

    /// <summary>Submits that have come to an end; more than one where it was sent again.</summary>
    public int Submits => _submits;

    /// <summary>The last job that delivered; null while none has.</summary>
    public ProviderJob? Delivered { get; private set; }

    /// <summary>An answer got lost on the way and was not found again.</summary>
    public bool PossiblyBilled { get; set; }

    /// <summary>Another provider was faster, and the request itself went on.</summary>
    public bool HasLostRace => Cancellation?.Reason is not null;

    // A strategy of the application may have several under way at once.
    public void Add(ProviderJob job)
    {
        Interlocked.Increment(ref _submits);
        if (job.Status == JobStatus.Succeeded)
        {
            Delivered = job;
        }
    }

    /// <summary>What came of it where something threw on the way: what had been delivered before is paid for, and kept.</summary>
    public ProviderJob EndWith(Exception? exception, string provider) =>
        Delivered ?? ProviderJob.Failed(
            Token.IsCancellationRequested
                ? StopReason(provider)
                : new(FailureKind.JobFailed, $"{provider}: a strategy of the pipeline threw a {exception?.GetType().Name}."));

    /// <summary>Why <see cref="Token"/> ended the work of a provider.</summary>
    public ProviderFailure StopReason(string provider) =>
        HasLostRace ? new(FailureKind.Canceled, $"{provider}: {Cancellation!.Reason}.") { Origin = FailureOrigin.Local } : Scope.StopReason(provider);
}
