using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using ImageGeneration.Routing;

namespace ImageGeneration.Failover;

/// <summary>One try to get images from one provider, and what came of it.</summary>
/// <param name="Stop">Who was asked.</param>
/// <param name="Run">What for.</param>
/// <param name="Job">How it ended.</param>
/// <param name="Attempt">The record of it.</param>
internal sealed record AttemptResult(RouteCandidate Stop, JobContext Run, ProviderJob Job, GenerationAttempt Attempt)
{
    /// <summary>The one that ran beside this and lost; null where none did.</summary>
    public AttemptResult? Beside { get; init; }

    /// <summary>The job was given up and may have ended otherwise since. At the deadline it is not: nothing comes after it.</summary>
    public bool IsOpen => Job is
    {
        Failure: { EndsRequest: false }, Reference: not null, Cancellation: CancellationOutcome.NotConfirmed,
    };

    /// <summary>Looks once more at a job that was given up; null where it has not delivered since.</summary>
    public async ValueTask<AttemptResult?> HarvestAsync()
    {
        var job = await Stop.Lane.CollectLateResultAsync(Run, Job.Reference!).ConfigureAwait(false);
        if (job is null)
        {
            return null;
        }

        await Run.Bills.CorrectAsync(job, Run.Scope.Caller).ConfigureAwait(false);
        return this with
        {
            Job = job,
            Attempt = Attempt with
            {
                Failure = null,
                Message = null,
                Cancellation = CancellationOutcome.AlreadyFinished,
                QueueTime = job.QueueTime,
                RunTime = job.RunTime,
                CostUsd = Run.Bills.Usd,
                CostIsEstimate = Run.Bills.IsEstimate,
            },
        };
    }
}
