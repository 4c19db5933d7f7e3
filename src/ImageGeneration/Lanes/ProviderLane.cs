using System.Diagnostics.CodeAnalysis;
using ImageGeneration.Breaking;
using ImageGeneration.Configuration;
using ImageGeneration.Jobs;
using ImageGeneration.Limiting;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Redaction;
using ImageGeneration.Telemetry;
using Microsoft.Extensions.Logging;
using Polly;

namespace ImageGeneration.Lanes;

/// <summary>Represents the guarded way to one provider.</summary>
internal sealed class ProviderLane : IDisposable
{
    private readonly ResiliencePipeline<ProviderJob> _pipeline;
    private readonly JobSubmitter _submitter;
    private readonly JobEnds _ends;
    private readonly LanePermits _permits;
    private readonly TimeProvider _time;
    private readonly GuardedLogger _logger;
    private readonly CancellationTokenRegistration _closing;
    private readonly MessageSanitizer _text;

    public ProviderLane(
        IImageProvider provider,
        ProviderOptions options,
        IEnumerable<Action<ResiliencePipelineBuilder<ProviderJob>>> additions,
        TimeProvider time,
        ILogger<ProviderLane> logger,
        IJobLimiter? limiter = null,
        CancellationToken shuttingDown = default)
    {
        (_time, _logger, Provider, Options) = (time, GuardedLogger.Around(logger), provider, options);
        _text = ProviderSanitizer.Create(options);
        Probe = new ProviderProbe(provider, options.Jobs, _text, time, _logger);
        Limiter = GuardedLimiter.Around(provider.Name, limiter ?? new JobLimiter(options.RateLimit, time), time, _logger);
        _closing = shuttingDown.UnsafeRegister(static limiter => ((IJobLimiter)limiter!).RejectWaiting(), Limiter);
        Circuits = new ProviderCircuits(provider.Name, options.Breaker, time, Limiter.RejectWaiting);
        _permits = new LanePermits(provider.Name, options, Limiter, Circuits, RunTimes, time);
        Reads = new ReadScheduler(options.RateLimit, time);
        Starts = new StartTimeHistory(time);
        Workers = new WorkerWatch(
            provider, options.Jobs, Reads, () => HeldFor is not null || Reads.PauseLeft is not null, _text, time, _logger);
        Poller = new StatusPoller(provider, options.Jobs, Starts, Reads, time);
        var submitTimeout = options.Jobs.SubmitTimeout + (options.HeldSubmit ?? TimeSpan.Zero);
        _submitter = new JobSubmitter(provider, options.Jobs, submitTimeout, Reads, _text, time, _logger);
        _ends = new JobEnds(provider.Name, RunTimes, _text, time);
        _pipeline = Compose(provider.Name, options, additions, time);
    }

    public IImageProvider Provider { get; }

    public ProviderOptions Options { get; private set; }

    public IJobLimiter Limiter { get; }

    /// <summary>Gets the scheduler of the status reads, which have limits of their own.</summary>
    public ReadScheduler Reads { get; }

    /// <summary>Gets the circuits of the provider and of its models.</summary>
    public ProviderCircuits Circuits { get; }

    /// <summary>Gets the circuit of the provider.</summary>
    public CircuitBreaker Breaker => Circuits.Provider;

    /// <summary>Gets the poller of the jobs under way.</summary>
    public StatusPoller Poller { get; }

    /// <summary>Gets the remaining time of an open circuit or of throttling; null when requests go through.</summary>
    public TimeSpan? HeldFor => BreakOrPause(Breaker.BreakRemaining);

    /// <summary>Gets the remaining time for one request; another prompt or another model may go through before it has passed.</summary>
    public TimeSpan? HeldForRequest(ProviderRequest request) => BreakOrPause(Circuits.BreakRemainingFor(request));

    /// <summary>Gets the calls that are free of charge.</summary>
    public ProviderProbe Probe { get; }

    public RunTimeHistory RunTimes { get; } = new();

    /// <summary>Gets how the jobs start.</summary>
    public StartTimeHistory Starts { get; }

    /// <summary>Gets the latest counts of the workers.</summary>
    public WorkerWatch Workers { get; }

    public PermitWaitStatistics Waits => _permits.Waits;

    /// <summary>Runs one attempt. Never throws, whatever a provider or a strategy does: the failure is in the result.</summary>
    public async ValueTask<ProviderJob> RunAsync(JobContext job)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, job.Token);
        try
        {
            var outcome = await _pipeline
                .ExecuteOutcomeAsync(
                    static (context, run) => run.Lane.RunJobAsync(run.Job, context.CancellationToken),
                    context,
                    new LaneRun(this, job))
                .ConfigureAwait(false);
            return outcome.Result ?? job.EndWith(outcome.Exception, Provider.Name);
        }
#pragma warning disable CA1031 // a strategy that throws instead of returning an outcome
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return job.EndWith(exception, Provider.Name);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Reads a job again that was given up while the provider confirmed nothing.</summary>
    /// <returns>The job when it has delivered since; otherwise null.</returns>
    public async ValueTask<ProviderJob?> CollectLateResultAsync(JobContext context, JobReference reference)
    {
        // The deadline may have passed during the next attempt: what is paid for and finished is still wanted, unless the caller has left.
        var read = await Poller.ReadAgainAsync(reference, context.Scope.Caller).ConfigureAwait(false);
        if (_ends.Normalize(read) is not { Status: JobStatus.Succeeded } job)
        {
            return null;
        }

        JobLog.LateResultCollected(_logger, Provider.Name, SingleLine.FormatName(reference.Id));
        return job with { Reference = reference };
    }

    /// <summary>Applies changed settings to later calls; limits and timeouts stay as they are
    /// (<see cref="FixedAtStartAttribute"/>).</summary>
    public void Reload(ProviderOptions options)
    {
        var isNewKey = options.Credentials != Options.Credentials;
        Options = options;
        _text.AddSecrets(options);
        if (isNewKey)
        {
            Circuits.ForgetKey();
        }
    }

    public void Dispose()
    {
        _closing.Dispose();
        Workers.Dispose();
        Limiter.Dispose();
        _permits.Dispose();
        Reads.Dispose();
    }

    /// <summary>Composes what stands around each job, outermost first: the application's strategies, then the retry of what was not sent.
    /// Inside is <see cref="RunJobAsync"/>.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The options of the added strategy have no annotations to validate.")]
    private static ResiliencePipeline<ProviderJob> Compose(
        string provider,
        ProviderOptions options,
        IEnumerable<Action<ResiliencePipelineBuilder<ProviderJob>>> additions,
        TimeProvider time)
    {
        var pipeline = new ResiliencePipelineBuilder<ProviderJob> { Name = provider, TimeProvider = time };
        foreach (var addition in additions)
        {
            addition(pipeline);
        }

        return pipeline.AddStrategy(_ => new SubmitRetryStrategy(options.Retry, time), new SubmitRetryStrategyOptions()).Build();
    }

    /// <summary>Runs one job: budget, circuit, permit, submit, wait. What is taken here is released here.</summary>
    /// <remarks>Linear, not a nest of strategies: the circuit is entered before the queue of the limiter, and must hear of the end before
    /// the slot is freed, or the next in the queue would meet the same failure. Strategies unwind in the opposite order.</remarks>
    private async ValueTask<Outcome<ProviderJob>> RunJobAsync(JobContext context, CancellationToken cancellationToken)
    {
        using var bill = await context.Bills.ReserveAsync(cancellationToken).ConfigureAwait(false);
        if (!bill.IsReserved)
        {
            return Outcome.FromResult(
                ProviderJob.NotAccepted(bill.Refusal ?? context.StopReason(Provider.Name) with { Origin = FailureOrigin.Local }));
        }

        using var entry = Circuits.TryEnter(context.Request, out var refusal);
        if (entry is null)
        {
            return Outcome.FromResult(
                await bill.CompleteAsync(ProviderJob.NotAccepted(refusal!), cancellationToken).ConfigureAwait(false));
        }

        (var permit, refusal) = await _permits.AcquireAsync(context, cancellationToken).ConfigureAwait(false);
        using var place = permit;
        if (place is null)
        {
            return Outcome.FromResult(
                await bill.CompleteAsync(ProviderJob.NotAccepted(refusal!), cancellationToken).ConfigureAwait(false));
        }

        var (submitted, key) = (_time.GetTimestamp(), Options.Credentials);
        using var start = Starts.Begin(context.Request);
        var result = await _submitter.SubmitAsync(context, cancellationToken).ConfigureAwait(false);
        ValueTask<ProviderJob> end;
        if (result is SubmitResult.Accepted { Job: { IsTerminal: false } accepted })
        {
            entry.Accepted();
            end = Poller.WaitForEndAsync(accepted, context, submitted, cancellationToken);
        }
        else
        {
            end = _permits.RefundAsync(place, result.ToJob(), cancellationToken);
        }

        var ended = await end.ConfigureAwait(false);
        Starts.Record(start, context.Request, ended, submitted);
        var job = _ends.Record(ended, context, submitted);
        entry.Complete(IsOfAnOldKey(job, key) ? null : job);
        place.Dispose(); // the next in the queue does not wait for the budget
        return Outcome.FromResult(await bill.CompleteAsync(job, cancellationToken).ConfigureAwait(false));
    }

    // The longer of the two.
    private TimeSpan? BreakOrPause(TimeSpan? remaining) => remaining is { } left && !(Limiter.PauseLeft > left) ? left : Limiter.PauseLeft;

    // A key that was replaced while its refusal was on its way says nothing about the new one.
    private bool IsOfAnOldKey(ProviderJob job, string? key) =>
        job.Failure is { IsOfKey: true } && key != Options.Credentials;
}
