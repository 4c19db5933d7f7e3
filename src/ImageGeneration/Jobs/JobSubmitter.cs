using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Redaction;
using ImageGeneration.Telemetry;

namespace ImageGeneration.Jobs;

/// <summary>Submits a job once. The job of a lost answer is looked up where the provider can do that.</summary>
internal sealed class JobSubmitter(
    IImageProvider provider,
    JobOptions options,
    TimeSpan submitTimeout,
    ReadScheduler scheduler,
    MessageSanitizer text,
    TimeProvider time,
    GuardedLogger logger)
{
    // Providers count the limit in whole seconds; a request that was not delayed needs no copy.
    private static readonly TimeSpan _slack = TimeSpan.FromSeconds(1);

    private readonly LostJobFinder _lostJobs = new(provider, options, scheduler, text, time, logger);
    private readonly JobCanceler _canceler = new(provider, options, scheduler, time);

    /// <summary>Submits a job. It may have ended already.</summary>
    public async ValueTask<SubmitResult> SubmitAsync(JobContext context, CancellationToken cancellationToken)
    {
        context.Scope.Report(provider.Name, GenerationPhase.Submitting);
        if (cancellationToken.IsCancellationRequested)
        {
            return new SubmitResult.NotAccepted(context.StopReason(provider.Name) with { Origin = FailureOrigin.Local });
        }

        var startedAt = time.GetUtcNow();
        var left = context.Scope.Left;
        var request = context.Request.TimeLimit - left < _slack ? context.Request : context.Request with { TimeLimit = left };
        var result = await SubmitOnceAsync(request, context, cancellationToken).ConfigureAwait(false);
        if (_lostJobs.IsLost(result))
        {
            result = await _lostJobs.FindAsync(context, request, result, startedAt).ConfigureAwait(false);
        }

        return result is SubmitResult.Accepted { Job: { IsTerminal: false, Reference: { } reference } job }
            ? new SubmitResult.Accepted(job with { Reference = reference with { Caller = CallerWords.From(request) } })
            : result;
    }

    // The caller's cancellation does not abort the call: an accepted job whose id is never seen could not be canceled.
    private async ValueTask<SubmitResult> SubmitOnceAsync(ProviderRequest request, JobContext context, CancellationToken cancellationToken)
    {
        using var answer = new SubmitTimeout(submitTimeout, options.CancelTimeout, time, cancellationToken);
        Task<SubmitResult>? call = null;
        try
        {
            call = provider.SubmitAsync(request, answer.Token);
            var result = await ProviderCall.WaitAsync(call, time, answer.Token).ConfigureAwait(false);
            return result is null or SubmitResult.Accepted { Job: null or { IsTerminal: false, Reference: null } }
                ? Unknown($"{provider.Name}: the submit returned neither a job's reference nor a failure.")
                : answer.AttributeToDeadline(result);
        }
        catch (OperationCanceledException)
        {
            // Also one that was accepted in this very moment.
            if (call is { IsCanceled: false, IsFaulted: false })
            {
                FollowOrphan(call, context);
            }

            return answer.AttributeToDeadline(Unknown(cancellationToken.IsCancellationRequested
                ? $"{provider.Name}: no answer to the submit before the request was given up."
                : $"{provider.Name}: no answer to the submit within {submitTimeout.TotalSeconds:0.###} s."));
        }
#pragma warning disable CA1031 // whatever a provider's bug throws, the job may have been accepted
        catch (Exception exception)
#pragma warning restore CA1031
        {
            JobLog.SubmitThrew(logger, provider.Name, text.Sanitize(exception, request));
            return Unknown($"{provider.Name}: the submit failed with {exception.GetType().Name}.");
        }

        static SubmitResult.Unknown Unknown(string message) => new(new(FailureKind.UnknownOutcome, message));
    }

    // The provider did not observe its token. A job that it still accepts is awaited by nobody.
    private void FollowOrphan(Task<SubmitResult> call, JobContext context)
    {
        JobLog.SubmitOrphaned(logger, provider.Name);
        _ = CancelOrphanAsync(call, context);
    }

    private async Task CancelOrphanAsync(Task<SubmitResult> call, JobContext context)
    {
        try
        {
            if (await call.ConfigureAwait(false) is SubmitResult.Accepted { Job: { Reference: { } reference, IsTerminal: false } job })
            {
                var reason = new ProviderFailure(FailureKind.Canceled, $"{provider.Name}: accepted after the request was given up.");
                var end = await _canceler.AbandonAsync(job, context, reason).ConfigureAwait(false);
                JobLog.OrphanCanceled(logger, provider.Name, SingleLine.FormatName(reference.Id), end.Cancellation);
            }
        }
#pragma warning disable CA1031 // only the log is left to report to
        catch (Exception exception)
#pragma warning restore CA1031
        {
            JobLog.SubmitThrew(logger, provider.Name, text.Sanitize(exception, context.Request));
        }
    }
}
