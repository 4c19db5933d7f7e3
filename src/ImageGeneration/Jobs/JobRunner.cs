using ImageGeneration.Providers;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Jobs;

/// <summary>Sees one job through: submit it once, wait for its end, cancel it when nobody waits any more.</summary>
internal sealed class JobRunner(IImageProvider provider, JobOptions options, RunTimes runTimes, TimeProvider time, ILogger logger)
{
    private readonly JobWaiter _waiter = new(provider, options, runTimes, time);
    private readonly Action<object?> _hurry = answer => ((CancellationTokenSource)answer!).CancelAfter(options.CancelTimeout);
    private readonly JobReconciler _reconciler = new(provider, options, time, logger);

    /// <summary>Runs it. The result is terminal, or a failure without a reference where no job is known to exist.</summary>
    public async ValueTask<ProviderJob> RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ProviderJob.Failed(run.Scope.StopReason(provider.Name));
        }

        run.Scope.Report(provider.Name, GenerationPhase.Submitting);
        var started = time.GetTimestamp();
        var startedAt = time.GetUtcNow();
        var request = run.Request with { TimeLimit = run.Scope.Left };
        run.Submits++;
        var job = await SubmitAsync(request, cancellationToken).ConfigureAwait(false);
        if (job.Failure?.Kind == FailureKind.UnknownOutcome || !_reconciler.IsOurs(job))
        {
            job = await _reconciler.FindAsync(run, request, job, startedAt).ConfigureAwait(false);
        }

        if (!job.IsTerminal)
        {
            job = await _waiter.WaitAsync(job, run, request, started, cancellationToken).ConfigureAwait(false);
        }

        if (job is { Status: JobStatus.Succeeded, Images.Count: 0 })
        {
            return job with { Status = JobStatus.Failed, Failure = new(FailureKind.EmptyOutput, $"{provider.Name}: the job succeeded without an image.") };
        }

        if (job.Status == JobStatus.Succeeded)
        {
            runTimes.Record(request.ModelId, time.GetElapsedTime(started));
        }

        return job;
    }

    // The caller's cancellation does not tear the call down: an accepted job whose id is never seen could not be canceled.
    private async ValueTask<ProviderJob> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        using var answer = Countdown.Start(options.SubmitTimeout, time);
        using var hurry = cancellationToken.UnsafeRegister(_hurry, answer.Source);
        try
        {
            return await provider.SubmitAsync(request, answer.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Unknown($"{provider.Name}: no answer to the submit within {options.SubmitTimeout.TotalSeconds:0.###} s.");
        }
#pragma warning disable CA1031 // whatever a provider's bug throws, the job may have been accepted
        catch (Exception exception)
#pragma warning restore CA1031
        {
            JobLog.SubmitThrew(logger, provider.Name, exception);
            return Unknown($"{provider.Name}: the submit ended with a {exception.GetType().Name}.");
        }

        static ProviderJob Unknown(string message) => ProviderJob.Failed(new(FailureKind.UnknownOutcome, message));
    }
}
