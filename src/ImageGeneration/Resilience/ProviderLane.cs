using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Http;
using ImageGeneration.Settings;
using Microsoft.Extensions.Logging;
using Polly;

namespace ImageGeneration.Resilience;

/// <summary>The guarded way to one provider. Outermost first: the application's own strategies, retry of what was not sent, money, breaker,
/// permit, job.</summary>
/// <remarks>Thousands may wait at once, for a permit or for their job: what stands around that is kept small. The application's pipeline
/// is run where it has added a strategy, that of the retry where something is sent again.</remarks>
internal sealed class ProviderLane : IDisposable
{
    private readonly AddedStrategies? _added;
    private readonly Resubmits _resubmits;
    private readonly PermitWatch _permits;
    private readonly TimeProvider _time;
    private readonly SafeText _text;

    public ProviderLane(
        IImageProvider provider,
        ProviderOptions options,
        IEnumerable<Action<ResiliencePipelineBuilder<ProviderJob>>> additions,
        TimeProvider time,
        ILogger<ProviderLane> logger)
    {
        _time = time;
        Provider = provider;
        _text = SafeText.For(options);
        Looks = new ProviderLooks(provider, options.Jobs, _text, time, logger);
        Options = options;
        Limiter = new LaneLimiter(options.RateLimit, time);
        _permits = new PermitWatch(provider.Name, Limiter, RunTimes, time);
        Reads = new LaneReads(options.RateLimit, time);
        Circuits = new LaneCircuits(provider.Name, options.Breaker, time, Limiter.RefuseWaiters);
        var submitTimeout = options.Jobs.SubmitTimeout + (options.HeldSubmit ?? TimeSpan.Zero);
        Jobs = new JobRunner(provider, options.Jobs, submitTimeout, RunTimes, Reads, _text, time, logger);

        _resubmits = new Resubmits(options.Retry, time, (run, token) => RunJobAsync(run, mayFollow: false, token));
        _added = AddedStrategies.Around(provider.Name, additions, time, (run, token) => RunJobAsync(run, mayFollow: true, token));
    }

    public IImageProvider Provider { get; }

    public ProviderOptions Options { get; private set; }

    public LaneLimiter Limiter { get; }

    /// <summary>The status reads, which have limits of their own.</summary>
    public LaneReads Reads { get; }

    /// <summary>The circuits of the provider and of its models.</summary>
    public LaneCircuits Circuits { get; }

    /// <summary>The circuit of the provider.</summary>
    public LaneBreaker Breaker => Circuits.Provider;

    public JobRunner Jobs { get; }

    /// <summary>What is left of a rest or of a pause that the provider asked for; null when requests go through.</summary>
    public TimeSpan? HeldFor => Breaker.RestLeft is { } rest && !(Limiter.PauseLeft > rest) ? rest : Limiter.PauseLeft;

    /// <summary>What is left of it for a request, which another prompt or another model may go by.</summary>
    public TimeSpan? HeldForRequest(ProviderRequest request) =>
        Circuits.RestLeftFor(request) is { } rest && !(Limiter.PauseLeft > rest) ? rest : Limiter.PauseLeft;

    /// <summary>What may be asked free of charge.</summary>
    public ProviderLooks Looks { get; }

    public RunTimes RunTimes { get; } = new();

    public PermitWaits Waits { get; } = new();

    /// <summary>Runs one job. It never throws, whatever a provider or a strategy does: the failure is in the result.</summary>
    public ValueTask<ProviderJob> RunAsync(JobRun run) => _added?.RunAsync(run) ?? RunJobAsync(run, mayFollow: true, run.Token);

    /// <summary>Goes on with changed settings; limits and clocks stay (<see cref="FixedAtStartAttribute"/>).</summary>
    public void Reload(ProviderOptions options)
    {
        var isNewKey = options.Credentials != Options.Credentials;
        Options = options;
        _text.Learn(options);
        if (isNewKey)
        {
            Circuits.ForgetKey();
        }
    }

    public void Dispose()
    {
        Limiter.Dispose();
        _permits.Dispose();
        Reads.Dispose();
    }

    private async ValueTask<ProviderJob> RunJobAsync(JobRun run, bool mayFollow, CancellationToken cancellationToken)
    {
        ProviderFailure? refusal = null;
        var reservation = run.Bills?.TryReserve(out refusal);
        if (refusal is not null)
        {
            return ProviderJob.Failed(refusal);
        }

        try
        {
            var (job, watch) = await StartAsync(run, cancellationToken).ConfigureAwait(false);
            if (watch is not null)
            {
                try
                {
                    while (!watch.HasEnded)
                    {
                        var isInTurn = await Jobs.Waiter.UntilNextLookAsync(watch).ConfigureAwait(false);
                        await Jobs.Waiter.LookAsync(watch, isInTurn).ConfigureAwait(false);
                    }

                    job = Jobs.Finish(watch.Known, run, watch.Started);
                }
                finally
                {
                    Circuits.Report(run.Request, job, watch.Pass); // before its place goes to one who would meet the same
                    watch.Dispose();
                }
            }

            run.Bills?.Settle(ref reservation, job);
            return mayFollow && _resubmits.MayFollow(job!, run)
                ? await _resubmits.FollowAsync(job!, run, cancellationToken).ConfigureAwait(false)
                : job!;
        }
#pragma warning disable CA1031 // whatever it is, the failure is in the result
        catch (Exception exception)
#pragma warning restore CA1031
        {
            run.Bills?.Settle(ref reservation, null);
            return run.EndWith(exception, Provider.Name);
        }
    }

    private async ValueTask<JobStart> StartAsync(JobRun run, CancellationToken cancellationToken)
    {
        if (!Circuits.TryEnter(run.Request, out var pass, out var resting))
        {
            return new(ProviderJob.Failed(resting));
        }

        LaneLease? permit = null;
        ProviderJob? job = null;
        JobWatch? watch = null;
        string? key = null;
        try
        {
            var patience = run.IsLastResort ? TimeSpan.MaxValue : Options.RateLimit.Patience;
            var listener = run.Scope.Progress is null ? null : new PermitListener(run);
            var acquiring = Limiter.AcquireAsync(patience, run.Scope.Left, listener, cancellationToken);
            if (!acquiring.IsCompleted && listener is not null)
            {
                _permits.Add(listener);
            }

            var lease = await acquiring.ConfigureAwait(false);
            permit = lease as LaneLease;
            if (permit is null)
            {
                return new(ProviderJob.Failed(Refusal((RefusedLease)lease)));
            }

            run.PermitTime += permit.Wait;
            Waits.Record(permit.Wait);
            var started = _time.GetTimestamp();
            key = Options.Credentials;
            job = await Jobs.StartAsync(run, cancellationToken).ConfigureAwait(false);
            if (!job.IsTerminal)
            {
                pass = Circuits.NoteAccepted(run.Request, pass);
                watch = Jobs.Waiter.Watch(job, run, started, permit, pass, cancellationToken);
                return new(null, watch);
            }

            job = Jobs.Finish(job, run, started);
            if (job is { Reference: null, Failure: { IsLocal: false, Scope: FailureScope.Provider } failure }
                && PauseAfter(failure) is { } pause)
            {
                Limiter.Pause(pause);
            }

            return new(job);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new(ProviderJob.Failed(run.StopReason(Provider.Name) with { IsLocal = true }));
        }
        finally
        {
            // A job that runs keeps its place until its end.
            if (watch is null)
            {
                Circuits.Report(run.Request, IsOfAnOldKey(job, key) ? null : job, pass);
                GiveBack(permit, job);
            }
        }
    }

    // A key that was replaced while its refusal was under way says nothing about the new one.
    private bool IsOfAnOldKey(ProviderJob? job, string? key) =>
        job?.Failure is { Kind: FailureKind.Unauthorized or FailureKind.OutOfCredit } && key is not null && key != Options.Credentials;

    // Who has left between the permit and the submit has sent nothing.
    private static void GiveBack(LaneLease? permit, ProviderJob? job)
    {
        if (job is { Reference: null, Failure.IsLocal: true })
        {
            permit?.GiveBackUnsent();
        }

        permit?.Dispose();
    }

    // The whole lane waits, not one caller; a refusal that names no time still earns a breath.
    private TimeSpan? PauseAfter(ProviderFailure failure) =>
        failure is { Kind: FailureKind.RateLimited, RetryAfter: null or { Ticks: <= 0 } }
            ? Breath
            : failure.RetryAfter > RetryAfter.Longest ? RetryAfter.Longest
            : failure.RetryAfter;

    private TimeSpan Breath => Options.Retry.BaseDelay > TimeSpan.Zero ? Options.Retry.BaseDelay : TimeSpan.FromSeconds(0.5);

    private ProviderFailure Refusal(RefusedLease lease) => lease.Refusal switch
    {
        LaneRefusal.QueueFull => Local(
            FailureKind.QueueFull, $"{Options.RateLimit.QueueLimit} requests already wait (RateLimit:QueueLimit).", null),
        LaneRefusal.Paused => Local(
            FailureKind.RateLimited,
            "the provider asked for a longer pause than RateLimit:Patience or the deadline allows.",
            lease.RetryAfter),
        LaneRefusal.Closing => Local(FailureKind.Unavailable, "the application is shutting down.", null),
        _ => Local(
            FailureKind.Unavailable, "the provider was found broken while the request waited.", Breaker.RestLeft ?? TimeSpan.Zero),
    };

    private ProviderFailure Local(FailureKind kind, string message, TimeSpan? retryAfter) =>
        new(kind, $"{Provider.Name}: {message}") { IsLocal = true, RetryAfter = retryAfter };
}
