using ImageGeneration.Budgets;
using ImageGeneration.Jobs;
using ImageGeneration.Outputs;
using ImageGeneration.Providers;
using ImageGeneration.Routing;
using ImageGeneration.Telemetry;

namespace ImageGeneration.Failover;

/// <summary>Represents one attempt to get images from one provider: the job, then its outputs. It succeeds when its images pass their
/// checks; its cost is recorded either way.</summary>
internal sealed class Attempt
{
    private readonly AttemptServices _services;
    private readonly AttemptPlan _plan;
    private readonly TaskCompletionSource? _jobEnded;
    private readonly long _started;

    /// <summary>Initializes a new instance of the <see cref="Attempt"/> class.</summary>
    /// <param name="services">The services that every attempt needs.</param>
    /// <param name="plan">The images that are wanted.</param>
    /// <param name="choice">The provider to ask: the one of the plan, or a hedge beside it.</param>
    /// <param name="cancellation">Cancels this attempt alone; null when only the request as a whole can be canceled.</param>
    /// <param name="jobEnded">Completed when the job ends, before its outputs are fetched and checked; null when nobody waits for
    /// that.</param>
    public Attempt(
        AttemptServices services,
        in AttemptPlan plan,
        RouteCandidate choice,
        AttemptCancellation? cancellation = null,
        TaskCompletionSource? jobEnded = null)
    {
        (_services, _plan, Choice, _jobEnded, _started) = (services, plan, choice, jobEnded, services.Time.GetTimestamp());
        var request = choice.Adapted.Slice(plan.First, plan.Count);
        var bills = new JobBills(services.Billing, request, plan.Scope.Tags, Provider, choice.CostOf(plan.Count));
        Context = new(request, plan.Scope, bills)
        {
            IsLastResort = plan.IsLast,
            IsHedge = choice.Lane != plan.Choice.Lane,
            Cancellation = cancellation,
        };
    }

    public RouteCandidate Choice { get; }

    public JobContext Context { get; }

    public string Provider => Choice.Lane.Provider.Name;

    /// <summary>Gets the index of the attempt's first image.</summary>
    public int First => _plan.First;

    public async Task<AttemptResult> RunAsync()
    {
        var activity = _services.Activities.StartAttempt(Provider, Context.Request.Model);
        var job = await Choice.Lane.RunAsync(Context).ConfigureAwait(false);
        _jobEnded?.SetResult();
        var result = await WithOutputsAsync(job).ConfigureAwait(false);
        _services.Metrics.RecordAttempt(result.Record, Context.Request.Model);
        ImageGenerationActivitySource.Complete(activity, result.Record);
        ImageGenerationActivitySource.Stop(activity);
        return result;
    }

    /// <summary>Gets the result as far as it is known while the attempt is still being canceled.</summary>
    public AttemptResult Unsettled()
    {
        var job = ProviderJob.Failed(Context.StopReason(Provider));
        var record = Describe(job, job.Failure) with
        {
            CostUsd = null,
            CostIsEstimate = false,
            Cancellation = CancellationOutcome.NotConfirmed,
        };
        return new(this, job, [], job.Failure, record);
    }

    /// <summary>Reads a job again that was given up; returns null when it has not delivered since.</summary>
    public async ValueTask<AttemptResult?> CollectLateResultAsync(AttemptResult given)
    {
        if (await Choice.Lane.CollectLateResultAsync(Context, given.Job.Reference!).ConfigureAwait(false) is not { } job)
        {
            return null;
        }

        await Context.Bills.CorrectAsync(job, _plan.Scope.Caller).ConfigureAwait(false);
        var late = await WithOutputsAsync(job with { Cancellation = CancellationOutcome.AlreadyFinished }).ConfigureAwait(false);
        return late with { Record = late.Record with { Duration = given.Record.Duration } };
    }

    /// <summary>Fetches and checks what a job delivered. The job is billed even when its images fail.</summary>
    private async ValueTask<AttemptResult> WithOutputsAsync(ProviderJob job)
    {
        if (job.Failure is { } failed)
        {
            return new(this, job, [], failed, Describe(job, failed));
        }

        var images = Described(job.Images);
        if (_services.Outputs.WillFetch(images))
        {
            _plan.Scope.Report(Provider, GenerationPhase.Downloading, job.Reference);
        }

        var source = new OutputSource(_plan.Request, Provider, Context.Request.ModelId);
        var outputs = await _services.Outputs.RunAsync(images, source, Context.Token).ConfigureAwait(false);
        var fault = FaultOf(outputs);
        var failure = Array.Exists(outputs, static output => output is { Fault: null, Image.Outcome: ImageOutcome.Delivered }) ? null : fault;
        return new(this, job, outputs, failure, Describe(job, failure)) { FirstFault = fault };
    }

    private ProviderFailure? FaultOf(Output[] outputs) =>
        Array.Find(outputs, static output => output.Fault is not null)?.Fault is not { } fault ? null
        : Context.HasLostRace ? Context.StopReason(Provider)
        : new(fault.Kind, $"{Provider}: {fault.Message}") { IsUnexplained = fault.MayBeRefusal };

    private GeneratedImage[] Described(IReadOnlyList<GeneratedImage> delivered)
    {
        var (request, images) = (Context.Request, new GeneratedImage[delivered.Count]);
        for (var i = 0; i < images.Length; i++)
        {
            images[i] = delivered[i] with
            {
                Provider = Provider,
                Width = delivered[i].Width ?? request.Effect?.Width ?? request.Width,
                Height = delivered[i].Height ?? request.Effect?.Height ?? request.Height,
                Seed = delivered[i].Seed ?? request.Effect?.Seed ?? request.Seed,
            };
        }

        return images;
    }

    private GenerationAttempt Describe(ProviderJob job, ProviderFailure? failure) => new()
    {
        Provider = Provider,
        ModelId = Context.Request.ModelId,
        JobId = job.Reference?.Id,
        Failure = failure?.Kind,
        Message = failure?.Message,
        PermitTime = Context.PermitTime,
        QueueTime = job.QueueTime,
        RunTime = job.RunTime,
        Duration = _services.Time.GetElapsedTime(_started),
        CostUsd = Context.Bills.Usd,
        CostIsEstimate = Context.Bills.IsEstimate,
        Resubmits = Math.Max(0, Context.Submits - 1),
        Cancellation = job.Cancellation,
        PossiblyBilled = Context.PossiblyBilled,
        IsHedge = Context.IsHedge,
    };
}
