using ImageGeneration.Providers;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Jobs;

/// <summary>Sees one job through: submit it once, wait for its end, cancel it when nobody waits any more.</summary>
internal sealed class JobRunner(IImageProvider provider, JobOptions options, RunTimes runTimes, TimeProvider time, ILogger logger)
{
    private readonly JobWaiter _waiter = new(provider, options, runTimes, time);

    /// <summary>Runs it. The result is terminal, or a failure without a reference where no job is known to exist.</summary>
    public async ValueTask<ProviderJob> RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var job = await RunOnceAsync(run, cancellationToken).ConfigureAwait(false);
        if (job.Reference is not null || job.Failure?.Kind == FailureKind.UnknownOutcome)
        {
            run.Add(job);
        }

        return job;
    }

    private async ValueTask<ProviderJob> RunOnceAsync(JobRun run, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ProviderJob.Failed(run.Scope.StopReason(provider.Name) with { IsLocal = true });
        }

        run.Scope.Report(provider.Name, GenerationPhase.Submitting);
        var started = time.GetTimestamp();
        var startedAt = time.GetUtcNow();
        var request = run.Request with { TimeLimit = run.Scope.Left };
        run.Submits++;
        var job = await SubmitAsync(request, cancellationToken).ConfigureAwait(false);
        if (job.Failure?.Kind == FailureKind.UnknownOutcome)
        {
            job = await ReconcileAsync(run, request, job, startedAt).ConfigureAwait(false);
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
            return job.Failure is null ? job : job with { Failure = null };
        }

        return job.Failure is null ? job with { Failure = new(FailureKind.JobFailed, $"{provider.Name}: the job failed without a reason.") } : job;
    }

    // The caller's cancellation does not tear the call down: an accepted job whose id is never seen could not be canceled.
    private async ValueTask<ProviderJob> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        using var answer = new AnswerClock(options, time);
        using var hurry = cancellationToken.UnsafeRegister(static clock => ((AnswerClock)clock!).Hurry(), answer);
        try
        {
            var job = await provider.SubmitAsync(request, answer.Token).ConfigureAwait(false);
            return job is { IsTerminal: true } or { Reference: not null } ? job
                : job?.Failure is { } refusal ? ProviderJob.Failed(refusal)
                : Unknown($"{provider.Name}: the submit brought neither a job's reference nor a failure.");
        }
        catch (OperationCanceledException)
        {
            return Unknown(cancellationToken.IsCancellationRequested
                ? $"{provider.Name}: no answer to the submit before the request was given up."
                : $"{provider.Name}: no answer to the submit within {options.SubmitTimeout.TotalSeconds:0.###} s.");
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

    // The job that the lost answer spoke of is adopted when it can be found, so that it is neither lost nor bought again.
    private async ValueTask<ProviderJob> ReconcileAsync(JobRun run, ProviderRequest request, ProviderJob lost, DateTimeOffset since)
    {
        if (provider is ISubmitReconciler reconciler)
        {
            using var budget = new CancellationTokenSource(options.CancelTimeout, time);
            try
            {
                var found = await reconciler.FindSubmittedAsync(request, since, budget.Token).ConfigureAwait(false);
                if (found is null)
                {
                    return ProviderJob.Failed(lost.Failure! with { Kind = FailureKind.Unavailable, Message = lost.Failure.Message + " No job was accepted." });
                }

                if (found.Reference is not null)
                {
                    JobLog.Adopted(logger, provider.Name, found.Reference.Id);
                    return found;
                }
            }
#pragma warning disable CA1031 // the outcome simply stays unknown
            catch (Exception exception)
#pragma warning restore CA1031
            {
                JobLog.ReconcileThrew(logger, provider.Name, exception);
            }
        }

        run.PossiblyBilled = true;
        JobLog.PossiblyBilled(logger, provider.Name, request.ModelId);
        return lost;
    }

    /// <summary>The time for the answer to a submit; shorter once nobody waits for the image any more.</summary>
    private sealed class AnswerClock : CancellationTokenSource
    {
        private readonly JobOptions _options;
        private readonly TimeProvider _time;
        private readonly long _started;

        public AnswerClock(JobOptions options, TimeProvider time)
            : base(options.SubmitTimeout, time) => (_options, _time, _started) = (options, time, time.GetTimestamp());

        // The registration is disposed before the clock, and waits for this to end.
        public void Hurry()
        {
            if (_options.SubmitTimeout - _time.GetElapsedTime(_started) > _options.CancelTimeout)
            {
                CancelAfter(_options.CancelTimeout);
            }
        }
    }
}
