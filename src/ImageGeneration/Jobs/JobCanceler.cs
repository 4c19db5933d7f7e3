using ImageGeneration.Providers;
using ImageGeneration.Timing;

namespace ImageGeneration.Jobs;

/// <summary>Cancels a job that nobody waits for, within a short timeout of its own, and finds out how the job ended.</summary>
internal sealed class JobCanceler(IImageProvider provider, JobOptions options, ReadScheduler scheduler, TimeProvider time)
{
    private static readonly TimeSpan _recheck = TimeSpan.FromMilliseconds(250);

    /// <summary>Gives up a job for a reason. A job that turns out to have delivered meanwhile is returned as a success, unless the caller
    /// itself has left.</summary>
    public async ValueTask<ProviderJob> AbandonAsync(ProviderJob job, JobContext context, ProviderFailure reason)
    {
        context.Scope.Report(provider.Name, GenerationPhase.Canceling, job.Reference, job.Progress);
        using var budget = new GuardedTimeout(options.CancelTimeout, time);
        var end = await CancelAsync(job.Reference!, isGone: reason.IsNotFound, budget.Token).ConfigureAwait(false);
        if (end is { Status: JobStatus.Succeeded, Images.Count: > 0 } && !reason.Rule.IsCancellation)
        {
            return end with { Reference = job.Reference, Cancellation = CancellationOutcome.AlreadyFinished };
        }

        return (end ?? job) with
        {
            Reference = job.Reference,
            Status = JobStatus.Failed,
            Failure = reason with { Message = $"{reason.Message} Job {job.Reference!.Id}: {Words(Outcome(end))}." },
            Cancellation = Outcome(end),
        };
    }

    /// <summary>Cancels a job and returns its end; null when the provider confirmed none in time, or knows as little of a job that is gone
    /// as before.</summary>
    /// <remarks>Not delayed by the bucket of the reads, though counted: a job that is no longer awaited costs money, and the time is
    /// short.</remarks>
    private async ValueTask<ProviderJob?> CancelAsync(JobReference reference, bool isGone, CancellationToken budget)
    {
        try
        {
            var answer = await CancelOnceAsync(reference, budget).ConfigureAwait(false);
            for (var pause = _recheck; !answer.IsTerminal && !IsLastWord(answer); pause *= 2)
            {
                answer = answer.Failure is null
                    ? await ReadInTurnAsync(reference, pause, budget).ConfigureAwait(false)
                    : await CancelAgainAsync(reference, pause, budget).ConfigureAwait(false);
            }

            return answer.IsTerminal ? answer : null;

            bool IsLastWord(ProviderJob answer) =>
                answer.Failure is { EndsCancellation: true } || (isGone && answer.Failure is { IsNotFound: true });
        }
#pragma warning disable CA1031 // not confirmed, whatever the reason
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private async ValueTask<ProviderJob> CancelAgainAsync(JobReference reference, TimeSpan pause, CancellationToken budget)
    {
        await Task.Delay(pause, time, budget).ConfigureAwait(false);
        return await CancelOnceAsync(reference, budget).ConfigureAwait(false);
    }

    private Task<ProviderJob> CancelOnceAsync(JobReference reference, CancellationToken budget)
    {
        scheduler.RecordUnmetered();
        return ProviderCall.WaitAsync(provider.CancelAsync(reference, budget), time, budget);
    }

    // In its turn: where thousands leave at once, the provider has their cancellations already, and the reads that confirm them must not
    // exceed its limit.
    private async ValueTask<ProviderJob> ReadInTurnAsync(JobReference reference, TimeSpan pause, CancellationToken budget)
    {
        await scheduler.WaitForTurnAsync(pause, budget).ConfigureAwait(false);
        return await ProviderCall.WaitAsync(provider.GetJobAsync(reference, budget), time, budget).ConfigureAwait(false);
    }

    private static CancellationOutcome Outcome(ProviderJob? end) =>
        end is null ? CancellationOutcome.NotConfirmed
        : end.Failure?.Rule.ConfirmsCancellation == true ? CancellationOutcome.Confirmed
        : CancellationOutcome.AlreadyFinished;

    private static string Words(CancellationOutcome outcome) => outcome switch
    {
        CancellationOutcome.Confirmed => "canceled, and the provider confirmed it",
        CancellationOutcome.AlreadyFinished => "it had already finished",
        _ => "the provider did not confirm the cancellation",
    };
}
