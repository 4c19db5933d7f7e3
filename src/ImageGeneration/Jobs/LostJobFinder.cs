using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Redaction;
using ImageGeneration.Telemetry;
using ImageGeneration.Timing;

namespace ImageGeneration.Jobs;

/// <summary>Finds the job of a lost answer where the provider can look it up, so that it is neither lost nor bought again.</summary>
internal sealed class LostJobFinder(
    IImageProvider provider, JobOptions options, ReadScheduler scheduler, MessageSanitizer text, TimeProvider time, GuardedLogger logger)
{
    // The provider's list may lag a little, and the answers to equal requests under way must come first: they claim their own jobs.
    private static readonly TimeSpan[] _delays = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(2)];

    private readonly JobClaims _claims = new();

    /// <summary>Whether the answer to a submit is of no use: it was lost, or names a job that another request has adopted
    /// meanwhile.</summary>
    public bool IsLost(SubmitResult result) =>
        result is SubmitResult.Unknown || (result is SubmitResult.Accepted { Job.Reference: { } reference } && !_claims.TryClaim(reference.Id));

    /// <summary>Returns the job that was found; otherwise the outcome as it was.</summary>
    public async ValueTask<SubmitResult> FindAsync(JobContext context, ProviderRequest request, SubmitResult lost, DateTimeOffset since)
    {
        if (await SearchAsync(request, since).ConfigureAwait(false) is { Reference: { } found } job)
        {
            JobLog.Adopted(logger, provider.Name, SingleLine.FormatName(found.Id));
            return new SubmitResult.Accepted(job);
        }

        if (lost is SubmitResult.Unknown)
        {
            context.PossiblyBilled = true;
            JobLog.PossiblyBilled(logger, provider.Name, request.ModelId);
        }

        return lost;
    }

    private async ValueTask<ProviderJob?> SearchAsync(ProviderRequest request, DateTimeOffset since)
    {
        using var budget = new GuardedTimeout(options.CancelTimeout, time);
        try
        {
            foreach (var pause in _delays)
            {
                if (provider.FindSubmittedAsync(request, since, budget.Token) is not { } candidates)
                {
                    return null;
                }

                await Task.Delay(pause, time, budget.Token).ConfigureAwait(false);
                scheduler.RecordUnmetered();
                await foreach (var candidate in candidates.ConfigureAwait(false))
                {
                    if (candidate.Reference is { } reference && _claims.TryClaim(reference.Id))
                    {
                        return candidate;
                    }
                }
            }
        }
#pragma warning disable CA1031 // the outcome simply stays unknown
        catch (Exception exception)
#pragma warning restore CA1031
        {
            JobLog.ReconcileThrew(logger, provider.Name, text.Sanitize(exception, request));
        }

        return null;
    }
}
