using ImageGeneration.Providers;
using ImageGeneration.Shutdown;
using ImageGeneration.Telemetry;
using ImageGeneration.Timing;

namespace ImageGeneration.Jobs;

/// <summary>Holds the caller's cancellation and the deadline of a request.</summary>
internal sealed class RequestScope : IDisposable
{
    private readonly GuardedTimeout _source;
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationTokenRegistration _shutdownRegistration;
    private readonly TimeProvider _time;
    private readonly TimeSpan _deadline;
    private readonly GuardedLogger _logger;

    public RequestScope(
        TimeSpan deadline,
        IProgress<GenerationProgress>? progress,
        TimeProvider time,
        GuardedLogger logger,
        CancellationToken caller,
        GenerationShutdown? shutdown = null)
    {
        (_deadline, _time, _logger, Progress, Caller) = (deadline, time, logger, progress, caller);
        Started = time.GetTimestamp();
        _source = new(deadline, time);
        Token = _source.Token;
        _registration = caller.UnsafeRegister(static source => GuardedTimeout.End((GuardedTimeout)source!), _source);
        if (shutdown is not null)
        {
            ShuttingDown = shutdown.Begun;
            _shutdownRegistration = shutdown.Canceled.UnsafeRegister(
                static source => GuardedTimeout.End((GuardedTimeout)source!), _source);
        }
    }

    public IProgress<GenerationProgress>? Progress { get; private set; }

    public CancellationToken Caller { get; }

    /// <summary>Gets the budget tags of the request, which no provider receives.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public long Started { get; }

    /// <summary>Gets the token that is canceled by the caller or at the deadline. It can be read after the end too: the loser of a race
    /// stops later.</summary>
    public CancellationToken Token { get; }

    /// <summary>Gets the token that is canceled when the application shuts down: from then on no job is submitted, and nothing is awaited
    /// that would lead to one.</summary>
    public CancellationToken ShuttingDown { get; }

    /// <summary>Whether no further job is submitted for the request.</summary>
    public bool IsOver => Token.IsCancellationRequested || ShuttingDown.IsCancellationRequested;

    public TimeSpan Elapsed => _time.GetElapsedTime(Started);

    public TimeSpan Left
    {
        get
        {
            var left = _deadline - Elapsed;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Creates the failure that says why <see cref="Token"/> was canceled.</summary>
    public ProviderFailure StopReason(string provider)
    {
        if (Caller.IsCancellationRequested)
        {
            return new(FailureKind.Canceled, $"{provider}: the caller canceled.") { Origin = FailureOrigin.Local };
        }

        if (ShuttingDown.IsCancellationRequested && Left > TimeSpan.Zero)
        {
            return new(FailureKind.ShuttingDown, $"{provider}: the application is shutting down.") { Origin = FailureOrigin.Local };
        }

        return Token.IsCancellationRequested
            ? new(FailureKind.TimedOut, $"{provider}: the deadline of {_deadline.TotalSeconds:0.###} s for the whole request passed.")
            {
                Timeout = TimeoutKind.Total,
                Origin = FailureOrigin.Local,
            }
            : new(FailureKind.TimedOut, $"{provider}: a strategy added to the provider's pipeline ended the job.")
            {
                Timeout = TimeoutKind.Run,
            };
    }

    /// <summary>Reports a step of a job.</summary>
    public void Report(string provider, GenerationPhase phase, JobReference? job = null, double? fraction = null, string? detail = null)
    {
        if (Progress is not null)
        {
            Report(new() { Provider = provider, Phase = phase, JobId = job?.Id, Fraction = fraction, Detail = detail });
        }
    }

    /// <summary>Reports a step. A listener that throws is not called again: a job must not be lost over it.</summary>
    public void Report(GenerationProgress step)
    {
        if (Progress is { } listener
            && Guarded.Run((listener, step), static told => told.listener.Report(told.step)) is { } exception)
        {
            Progress = null;
            JobLog.ProgressThrew(_logger, step.Provider, exception);
        }
    }

    public void Dispose()
    {
        Progress = null; // a job that lost the race may still be ending
        _registration.Dispose();
        _shutdownRegistration.Dispose();
        _source.Dispose();
    }
}
