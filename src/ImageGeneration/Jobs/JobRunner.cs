using ImageGeneration.Providers;
using ImageGeneration.Providers.Http;
using ImageGeneration.Providers.Wire;
using ImageGeneration.Redaction;
using ImageGeneration.Resilience;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Jobs;

/// <summary>Sees one job through: submit it once, wait for its end, cancel it when nobody waits any more.</summary>
internal sealed class JobRunner(
    IImageProvider provider,
    JobOptions options,
    TimeSpan submitTimeout,
    RunTimes runTimes,
    LaneReads reads,
    SafeText text,
    TimeProvider time,
    ILogger logger)
{
    // Providers count the limit in whole seconds; whoever was not kept waiting needs no request of its own.
    private static readonly TimeSpan _slack = TimeSpan.FromSeconds(1);

    private readonly JobReconciler _reconciler = new(provider, options, reads, text, time, logger);
    private readonly Action<object?> _hurry = answer => ((Countdown)answer!).Shorten(options.CancelTimeout);

    /// <summary>The wait for the end of one that has been accepted.</summary>
    public JobWaiter Waiter { get; } = new(provider, options, runTimes, reads, time);

    /// <summary>Submits it. The result may be terminal already, and a failure without a reference where no job is known to exist.</summary>
    public async ValueTask<ProviderJob> StartAsync(JobRun run, CancellationToken cancellationToken)
    {
        run.Scope.Report(provider.Name, GenerationPhase.Submitting);
        if (cancellationToken.IsCancellationRequested)
        {
            return ProviderJob.Failed(run.StopReason(provider.Name) with { IsLocal = true });
        }

        var startedAt = time.GetUtcNow();
        var left = run.Scope.Left;
        var request = run.Request.TimeLimit - left < _slack ? run.Request : run.Request with { TimeLimit = left };
        var job = await SubmitAsync(request, cancellationToken).ConfigureAwait(false);
        job = job.Failure?.Kind == FailureKind.UnknownOutcome || !_reconciler.IsOurs(job)
            ? await _reconciler.FindAsync(run, request, job, startedAt).ConfigureAwait(false)
            : job;
        return job.Reference is { } accepted ? job with { Reference = accepted with { Caller = CallerWords.Of(request) } } : job;
    }

    /// <summary>Notes what became of it; what was never sent is no job.</summary>
    public ProviderJob Finish(ProviderJob job, JobRun run, long started)
    {
        if (job is { Reference: null, Failure.IsLocal: true })
        {
            return job;
        }

        job = Shown(MadeWhole(job), run.Request);
        if (job.Status == JobStatus.Succeeded)
        {
            runTimes.Record(run.Request.ModelId, time.GetElapsedTime(started));
        }
        else if (run is { IsOvertaken: true, Stop.UsualTime: { } usual })
        {
            // It took longer than that, by how much is not known. Left out, the slow ones would be forgotten and ever more jobs seem slow.
            runTimes.Record(run.Request.ModelId, usual);
        }

        run.Add(job);
        return job;
    }

    /// <summary>Looks once more at a job that was given up while the provider confirmed nothing.</summary>
    /// <returns>The job where it has delivered since; else null.</returns>
    public async ValueTask<ProviderJob?> HarvestAsync(JobRun run, JobReference reference)
    {
        // The deadline may have come at its successor: what is paid and there is still wanted, unless the caller has left.
        if (await Waiter.GlanceAsync(reference, run.Scope.Caller).ConfigureAwait(false) is not { } read
            || MadeWhole(read) is not { Status: JobStatus.Succeeded } job)
        {
            return null;
        }

        JobLog.Harvested(logger, provider.Name, SingleLine.OfName(reference.Id));
        return job with { Reference = reference };
    }

    // A read does not know the request, and a service may repeat it.
    private ProviderJob Shown(ProviderJob job, ProviderRequest request) => job is { Failure: null, Warnings.Count: 0 } ? job : job with
    {
        Failure = job.Failure is { } failure
            ? RefusedAdaptation.Judge(failure with { Message = text.Clean(failure.Message, request) }, request)
            : null,
        Warnings = [.. job.Warnings.Select(warning => text.Clean(warning, request))],
    };

    // A provider may contradict itself about a job's end.
    private ProviderJob MadeWhole(ProviderJob job) => job switch
    {
        { Status: JobStatus.Succeeded, Images.Count: 0 } => job with
        {
            Status = JobStatus.Failed,
            Failure = new(FailureKind.EmptyOutput, $"{provider.Name}: the job succeeded without an image."),
        },
        { Status: JobStatus.Succeeded, Failure: not null } => job with { Failure = null },
        { Status: not JobStatus.Succeeded, Failure: null } => job with
        {
            Failure = new(FailureKind.JobFailed, $"{provider.Name}: the job failed without a reason."),
        },
        _ => job,
    };

    // The caller's cancellation does not tear the call down: an accepted job whose id is never seen could not be canceled.
    private async ValueTask<ProviderJob> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        using var answer = new Countdown(time);
        try
        {
            var submitting = provider.SubmitAsync(request, answer.Token);
            using var hurry = submitting.IsCompleted ? default : StartClock(answer, cancellationToken);
            var job = await submitting.ConfigureAwait(false);
            return job is { IsTerminal: true } or { Reference: not null } ? Excused(job, answer)
                : job?.Failure is { } refusal ? Excused(ProviderJob.Failed(refusal), answer)
                : Unknown($"{provider.Name}: the submit brought neither a job's reference nor a failure.");
        }
        catch (OperationCanceledException)
        {
            var lost = Unknown(cancellationToken.IsCancellationRequested
                ? $"{provider.Name}: no answer to the submit before the request was given up."
                : $"{provider.Name}: no answer to the submit within {submitTimeout.TotalSeconds:0.###} s.");
            return Excused(lost, answer);
        }
#pragma warning disable CA1031 // whatever a provider's bug throws, the job may have been accepted
        catch (Exception exception)
#pragma warning restore CA1031
        {
            JobLog.SubmitThrew(logger, provider.Name, text.Clean(exception, request));
            return Unknown($"{provider.Name}: the submit ended with a {exception.GetType().Name}.");
        }

        // A provider that was given less time than its settings say is not to blame for it.
        static ProviderJob Excused(ProviderJob job, Countdown answer) =>
            job.Failure is { Kind: FailureKind.UnknownOutcome } lost && answer is { IsShortened: true, IsCancellationRequested: true }
                ? job with { Failure = lost with { Clock = JobClock.Total } }
                : job;

        static ProviderJob Unknown(string message) => ProviderJob.Failed(new(FailureKind.UnknownOutcome, message));
    }

    private CancellationTokenRegistration StartClock(Countdown answer, CancellationToken cancellationToken)
    {
        answer.Start(submitTimeout);
        return cancellationToken.UnsafeRegister(_hurry, answer);
    }
}
