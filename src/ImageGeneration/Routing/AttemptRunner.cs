using System.Diagnostics;
using ImageGeneration.Costs;
using ImageGeneration.Diagnostics;
using ImageGeneration.Jobs;
using ImageGeneration.Providers;

namespace ImageGeneration.Routing;

/// <summary>An attempt under way.</summary>
/// <param name="Run">What for.</param>
/// <param name="Started">When.</param>
/// <param name="Activity">Its span; null when nobody listens.</param>
internal readonly record struct OpenAttempt(JobRun Run, long Started, Activity? Activity);

/// <summary>Makes one attempt: run, record. Each of its jobs is reserved and settled on its way.</summary>
internal sealed class AttemptRunner(
    JobBilling billing, MetricsRecorder metrics, ImageGenerationActivitySource activities, TimeProvider time)
{
    public async ValueTask<AttemptResult> RunAsync(ProviderChoice stop, JobRun run)
    {
        var attempt = Start(stop, run);
        return Finish(stop, attempt, await stop.Lane.RunAsync(run).ConfigureAwait(false));
    }

    public OpenAttempt Start(ProviderChoice stop, JobRun run)
    {
        var provider = stop.Lane.Provider.Name;
        var started = time.GetTimestamp();
        var activity = activities.StartAttempt(provider, run.Request.Model);
        run.Bills = new JobBills(billing, run, provider, stop.CostOf(run.Request.Count));
        return new(run, started, activity);
    }

    public AttemptResult Finish(ProviderChoice stop, in OpenAttempt attempt, ProviderJob job)
    {
        var (run, started, activity) = attempt;
        var record = Describe(stop, run, job, started, run.Bills!.Usd) with { CostIsEstimate = run.Bills.IsEstimate };
        metrics.RecordAttempt(record, run.Request.Model);
        ImageGenerationActivitySource.Complete(activity, record);
        ImageGenerationActivitySource.Stop(activity);
        return new(stop, run, job, record);
    }

    /// <summary>An attempt that is still being ended, as far as it is known now.</summary>
    public AttemptResult Unsettled(ProviderChoice stop, JobRun run, long started)
    {
        var job = ProviderJob.Failed(run.StopReason(stop.Lane.Provider.Name));
        var attempt = Describe(stop, run, job, started, null) with { Cancellation = CancellationOutcome.NotConfirmed };
        return new(stop, run, job, attempt);
    }

    private GenerationAttempt Describe(ProviderChoice stop, JobRun run, ProviderJob job, long started, decimal? cost) => new()
    {
        Provider = stop.Lane.Provider.Name,
        ModelId = run.Request.ModelId,
        JobId = job.Reference?.Id,
        Failure = job.Failure?.Kind,
        Message = job.Failure?.Message,
        PermitTime = run.PermitTime,
        QueueTime = job.QueueTime,
        RunTime = job.RunTime,
        Duration = time.GetElapsedTime(started),
        CostUsd = cost,
        Resubmits = Math.Max(0, run.Submits - 1),
        Cancellation = job.Cancellation,
        PossiblyBilled = run.PossiblyBilled,
        IsHedge = run.IsHedge,
    };
}
