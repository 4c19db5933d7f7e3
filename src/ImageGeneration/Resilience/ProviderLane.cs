using ImageGeneration.Jobs;
using ImageGeneration.Providers;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace ImageGeneration.Resilience;

/// <summary>The guarded way to one provider. Outermost first: the application's own strategies, retry of what was not sent, breaker, permit, job.</summary>
internal sealed class ProviderLane : IDisposable
{
    private static readonly ResiliencePropertyKey<JobRun> _run = new("ImageGeneration.JobRun");

    private readonly ResiliencePipeline<ProviderJob> _pipeline;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public ProviderLane(
        IImageProvider provider,
        ProviderOptions options,
        IEnumerable<Action<ResiliencePipelineBuilder<ProviderJob>>> additions,
        TimeProvider time,
        ILogger<ProviderLane> logger)
    {
        (_time, _logger) = (time, logger);
        Provider = provider;
        Options = options;
        Limiter = new LaneLimiter(options.RateLimit, time);
        Breaker = new LaneBreaker(provider.Name, options.Breaker, time, Limiter.RefuseWaiters);
        Jobs = new JobRunner(
            provider, options.Jobs, options.Jobs.SubmitTimeout + (options.HeldSubmit ?? TimeSpan.Zero), RunTimes, Breaker.NoteAccepted, time, logger);

        var builder = new ResiliencePipelineBuilder<ProviderJob> { Name = provider.Name, TimeProvider = time };
        foreach (var addition in additions)
        {
            addition(builder);
        }

        if (options.Retry.MaxResubmits > 0)
        {
            builder.AddRetry(RetryOfWhatWasNotSent(options.Retry));
        }

        _pipeline = builder.Build();
    }

    public IImageProvider Provider { get; }

    public ProviderOptions Options { get; }

    public LaneLimiter Limiter { get; }

    public LaneBreaker Breaker { get; }

    public JobRunner Jobs { get; }

    /// <summary>What is left of a rest or of a pause that the provider asked for; null when requests go through.</summary>
    public TimeSpan? HeldFor => Breaker.RestLeft is { } rest && !(Limiter.PauseLeft > rest) ? rest : Limiter.PauseLeft;

    public RunTimes RunTimes { get; } = new();

    public PermitWaits Waits { get; } = new();

    /// <summary>Runs one job. It never throws, whatever a provider or a strategy does: the failure is in the result.</summary>
    public async ValueTask<ProviderJob> RunAsync(JobRun run)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, run.Token);
        context.Properties.Set(_run, run);
        try
        {
            var outcome = await _pipeline
                .ExecuteOutcomeAsync(static (context, state) => state.Lane.RunGuardedAsync(state.Run, context.CancellationToken), context, (Lane: this, Run: run))
                .ConfigureAwait(false);
            return outcome.Result ?? WithoutResult(outcome.Exception, run);
        }
#pragma warning disable CA1031 // a strategy of the application's own that does not keep to outcomes
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return WithoutResult(exception, run);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Lets the provider find out what a model takes, within the time of a read; what it does not find out stays as it was.</summary>
    public async ValueTask ReadCapabilitiesAsync(ImageModel model, CancellationToken cancellationToken)
    {
        if (Provider is not ICapabilityReader reader)
        {
            return;
        }

        try
        {
            var reading = reader.ReadCapabilitiesAsync(model, cancellationToken);
            if (reading.IsCompletedSuccessfully)
            {
                return;
            }

            await reading.AsTask().WaitAsync(Options.Jobs.ReadTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the request goes on with what is known
        catch (Exception exception)
#pragma warning restore CA1031
        {
            JobLog.CapabilitiesUnread(_logger, Provider.Name, model, exception);
        }
    }

    /// <summary>A free look that waits for no permit and counts for nothing, within the time of a read.</summary>
    public async Task<ProviderHealth> CheckHealthAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Options.Jobs.ReadTimeout, _time);
        using var stop = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), timeout);
        try
        {
            return await Provider.CheckHealthAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return new(false, $"{Provider.Name}: no answer within {Options.Jobs.ReadTimeout.TotalSeconds:0.###} s.") { Failure = FailureKind.TimedOut };
        }
        catch (HttpRequestException exception)
        {
            return new(false, $"{Provider.Name}: {exception.Message}") { Failure = FailureKind.Unavailable };
        }
#pragma warning disable CA1031 // a look that does not succeed is an answer too
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new(false, $"{Provider.Name}: the look ended with a {exception.GetType().Name}.") { Failure = FailureKind.Unavailable };
        }
    }

    public void Dispose() => Limiter.Dispose();

    private async ValueTask<Outcome<ProviderJob>> RunGuardedAsync(JobRun run, CancellationToken cancellationToken)
    {
        if (!Breaker.TryEnter(out var isProbe, out var resting))
        {
            return Outcome.FromResult(ProviderJob.Failed(resting));
        }

        ProviderJob? job = null;
        try
        {
            var patience = run.IsLastResort ? run.Scope.Left : Options.RateLimit.Patience;
            var acquiring = Limiter.AcquireAsync(patience, cancellationToken);
            if (!acquiring.IsCompleted && run.Scope.Progress is not null)
            {
                run.Scope.Report(Provider.Name, GenerationPhase.WaitingForPermit, detail: $"{Limiter.Waiting} waiting");
            }

            using var lease = await acquiring.ConfigureAwait(false);
            if (lease is not LaneLease permit)
            {
                return Outcome.FromResult(ProviderJob.Failed(Refusal((RefusedLease)lease)));
            }

            run.PermitTime += permit.Wait;
            Waits.Record(permit.Wait);
            job = await Jobs.RunAsync(run, cancellationToken).ConfigureAwait(false);
            if (job is { Reference: null, Failure: { IsLocal: false } failure } && PauseAfter(failure) is { } pause)
            {
                Limiter.Pause(pause);
            }

            return Outcome.FromResult(job);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Outcome.FromResult(ProviderJob.Failed(run.StopReason(Provider.Name) with { IsLocal = true }));
        }
#pragma warning disable CA1031 // the strategies around see an outcome
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Outcome.FromException<ProviderJob>(exception);
        }
        finally
        {
            Breaker.Report(job, isProbe);
        }
    }

    private static RetryStrategyOptions<ProviderJob> RetryOfWhatWasNotSent(RetryOptions retry) => new()
    {
        MaxRetryAttempts = retry.MaxResubmits,
        ShouldHandle = static args => new(args.Outcome.Result?.Failure is { IsLocal: false } failure
            && MayBeSentAgain(args.Outcome.Result, failure, args.AttemptNumber, args.Context.Properties.GetValue(_run, null!))),
        DelayGenerator = args => new(args.Outcome.Result?.Failure is { Kind: FailureKind.RateLimited }
            ? TimeSpan.Zero // the paused limiter holds it, in its turn
            : Backoff(retry.BaseDelay, args.AttemptNumber)),
    };

    // The whole lane waits, not one caller; a refusal that names no time still earns a breath.
    private TimeSpan? PauseAfter(ProviderFailure failure) =>
        failure.RetryAfter ?? (failure.Kind == FailureKind.RateLimited ? Options.Retry.BaseDelay : null);

    private static bool MayBeSentAgain(ProviderJob job, ProviderFailure failure, int attempt, JobRun run) =>
        !run.Token.IsCancellationRequested && FailureTable.For(failure.Kind).Same switch
        {
            SameProvider.IfNotSent => job.Reference is null && (failure.RetryAfter is not { } pause || pause < run.Scope.Left),
            SameProvider.AsFailureSays => attempt < failure.JobRetries,
            _ => false,
        };

    private static TimeSpan Backoff(TimeSpan first, int attempt) => first * Math.Pow(2, attempt) * (0.5 + Random.Shared.NextDouble());

    private ProviderFailure Refusal(RefusedLease lease) => lease.Refusal switch
    {
        LaneRefusal.QueueFull => Local(FailureKind.QueueFull, $"{Options.RateLimit.QueueLimit} requests already wait (RateLimit:QueueLimit).", null),
        LaneRefusal.Paused => Local(FailureKind.RateLimited, "the provider asked for a longer pause than RateLimit:Patience.", lease.RetryAfter),
        LaneRefusal.Closing => Local(FailureKind.Unavailable, "the application is shutting down.", null),
        _ => Local(FailureKind.Unavailable, "the provider was found broken while the request waited.", Breaker.RestLeft),
    };

    private ProviderFailure Local(FailureKind kind, string message, TimeSpan? retryAfter) =>
        new(kind, $"{Provider.Name}: {message}") { IsLocal = true, RetryAfter = retryAfter };

    // What a strategy threw away after the job had finished is paid for.
    private ProviderJob WithoutResult(Exception? exception, JobRun run) =>
        run.Jobs.LastOrDefault(static job => job.Status == JobStatus.Succeeded) ?? ProviderJob.Failed(
            run.Token.IsCancellationRequested
                ? run.StopReason(Provider.Name)
                : new(FailureKind.JobFailed, $"{Provider.Name}: a strategy of the pipeline threw a {exception?.GetType().Name}."));
}
