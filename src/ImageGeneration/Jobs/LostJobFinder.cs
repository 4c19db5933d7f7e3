using ImageGeneration.Providers;
using ImageGeneration.Providers.Http;
using ImageGeneration.Redaction;
using ImageGeneration.Telemetry;
using ImageGeneration.Timing;

namespace ImageGeneration.Jobs;

/// <summary>Finds the job that a lost answer spoke of, where the provider can look it up, so that it is neither lost nor bought
/// again.</summary>
internal sealed class LostJobFinder(
    IImageProvider provider, JobOptions options, ReadScheduler scheduler, SafeText text, TimeProvider time, GuardedLogger logger)
{
    // The provider's list may lag a little, and the answers to equal requests under way must have come first: they claim their own jobs.
    private static readonly TimeSpan[] _delays = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(2)];

    private readonly JobClaims _claims = new();

    /// <summary>Notes that a job was accepted. False when another request has adopted it meanwhile; then its own is still to be
    /// found.</summary>
    public bool IsOurs(ProviderJob job) => job.Reference is not { } reference || _claims.TryClaim(reference.Id);

    /// <summary>The job that was found; else the outcome as it was.</summary>
    public async ValueTask<ProviderJob> FindAsync(JobContext context, ProviderRequest request, ProviderJob lost, DateTimeOffset since)
    {
        if (ReplaceableProvider.Find<ISubmitReconciler>(provider) is { } reconciler
            && await SearchAsync(reconciler, request, since).ConfigureAwait(false) is { Reference: { } found } job)
        {
            JobLog.Adopted(logger, provider.Name, SingleLine.OfName(found.Id));
            return job;
        }

        if (lost.Reference is null)
        {
            context.PossiblyBilled = true;
            JobLog.PossiblyBilled(logger, provider.Name, request.ModelId);
        }

        return lost;
    }

    private async ValueTask<ProviderJob?> SearchAsync(ISubmitReconciler reconciler, ProviderRequest request, DateTimeOffset since)
    {
        using var budget = new GuardedTimeout(options.CancelTimeout, time);
        try
        {
            foreach (var pause in _delays)
            {
                await Task.Delay(pause, time, budget.Token).ConfigureAwait(false);
                scheduler.RecordUnmetered();
                if (await reconciler.FindSubmittedAsync(request, since, _claims.TryClaim, budget.Token).ConfigureAwait(false) is { } found)
                {
                    return found;
                }
            }
        }
#pragma warning disable CA1031 // the outcome simply stays unknown
        catch (Exception exception)
#pragma warning restore CA1031
        {
            JobLog.ReconcileThrew(logger, provider.Name, text.Clean(exception, request));
        }

        return null;
    }
}
