using ImageGeneration.Budgets;
using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using ImageGeneration.Routing;
using ImageGeneration.Telemetry;

namespace ImageGeneration.Failover;

/// <summary>One attempt to get images from one provider.</summary>
/// <param name="Choice">Who is asked.</param>
/// <param name="Context">What for.</param>
/// <param name="Started">When it began, as a timestamp.</param>
internal sealed record Attempt(RouteCandidate Choice, JobContext Context, long Started)
{
    public string Provider => Choice.Lane.Provider.Name;
}

/// <summary>Makes attempts and records what came of them. Each of their jobs is reserved and settled on its way.</summary>
internal sealed class AttemptRunner(
    GuardedBilling billing, MetricsRecorder metrics, ImageGenerationActivitySource activities, TimeProvider time)
{
    /// <summary>Prepares an attempt.</summary>
    /// <param name="step">The images that are wanted.</param>
    /// <param name="choice">Who is asked: the provider of the step, or one that is started beside it.</param>
    /// <param name="cancellation">Ends this attempt alone; null where only the request as a whole can end it.</param>
    public Attempt Create(in AttemptPlan step, RouteCandidate choice, AttemptCancellation? cancellation = null)
    {
        var request = choice.Adapted.Slice(step.First, step.Count);
        var bills = new JobBills(billing, request, step.Scope.Tags, choice.Lane.Provider.Name, choice.CostOf(step.Count));
        var context = new JobContext(request, step.Scope, bills)
        {
            IsLastResort = step.IsLast,
            IsHedge = choice.Lane != step.Stop.Lane,
            Cancellation = cancellation,
        };
        return new(choice, context, time.GetTimestamp());
    }

    public async Task<AttemptResult> RunAsync(Attempt attempt)
    {
        var model = attempt.Context.Request.Model;
        var activity = activities.StartAttempt(attempt.Provider, model);
        var job = await attempt.Choice.Lane.RunAsync(attempt.Context).ConfigureAwait(false);
        var record = Describe(attempt, job, attempt.Context.Bills.Usd) with { CostIsEstimate = attempt.Context.Bills.IsEstimate };
        metrics.RecordAttempt(record, model);
        ImageGenerationActivitySource.Complete(activity, record);
        ImageGenerationActivitySource.Stop(activity);
        return new(attempt.Choice, attempt.Context, job, record);
    }

    /// <summary>What is known of an attempt that is still being ended.</summary>
    public AttemptResult Unsettled(Attempt attempt)
    {
        var job = ProviderJob.Failed(attempt.Context.StopReason(attempt.Provider));
        var record = Describe(attempt, job, null) with { Cancellation = CancellationOutcome.NotConfirmed };
        return new(attempt.Choice, attempt.Context, job, record);
    }

    private GenerationAttempt Describe(Attempt attempt, ProviderJob job, decimal? cost) => new()
    {
        Provider = attempt.Provider,
        ModelId = attempt.Context.Request.ModelId,
        JobId = job.Reference?.Id,
        Failure = job.Failure?.Kind,
        Message = job.Failure?.Message,
        PermitTime = attempt.Context.PermitTime,
        QueueTime = job.QueueTime,
        RunTime = job.RunTime,
        Duration = time.GetElapsedTime(attempt.Started),
        CostUsd = cost,
        Resubmits = Math.Max(0, attempt.Context.Submits - 1),
        Cancellation = job.Cancellation,
        PossiblyBilled = attempt.Context.PossiblyBilled,
        IsHedge = attempt.Context.IsHedge,
    };
}
