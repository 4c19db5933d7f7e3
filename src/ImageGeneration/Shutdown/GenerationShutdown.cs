using ImageGeneration.Telemetry;
using ImageGeneration.Timing;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Shutdown;

/// <summary>Coordinates the shutdown of the application with the requests that are under way.</summary>
internal sealed class GenerationShutdown : IDisposable
{
    // The extra time for what did not end in time.
    private static readonly TimeSpan _cancelGracePeriod = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly ShutdownOptions _options;
    private readonly TimeProvider _time;
    private readonly GuardedLogger _logger;
    private readonly CancellationTokenSource _begun = new();
    private readonly CancellationTokenSource _canceled = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _draining;
    private int _running;

    public GenerationShutdown(ShutdownOptions options, TimeProvider time, ILogger<GenerationShutdown> logger)
    {
        (_options, _time, _logger) = (options, time, GuardedLogger.Around(logger));
        (Begun, Canceled) = (_begun.Token, _canceled.Token);
    }

    /// <summary>Gets the token that is canceled when no job is submitted any more. It can be read after disposal.</summary>
    public CancellationToken Begun { get; }

    /// <summary>Gets the token that is canceled when running jobs are canceled. It can be read after disposal.</summary>
    public CancellationToken Canceled { get; }

    /// <summary>Records the start of a request, which must be followed by its end.</summary>
    public void Enter() => Interlocked.Increment(ref _running);

    public void Leave()
    {
        if (Interlocked.Decrement(ref _running) == 0 && _begun.IsCancellationRequested)
        {
            _idle.TrySetResult();
        }
    }

    /// <summary>Begins the shutdown, and completes when no request is under way any more, or when the time for that is over.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            return _draining ??= Clock.WithoutFlow(this, static shutdown => shutdown.DrainCoreAsync());
        }
    }

    /// <summary>Cancels the requests that are under way.</summary>
    public void Cancel()
    {
        GuardedTimeout.End(_begun);
        GuardedTimeout.End(_canceled);
    }

    public void Dispose()
    {
        Cancel();
        _begun.Dispose();
        _canceled.Dispose();
    }

    private async Task DrainCoreAsync()
    {
        GuardedTimeout.End(_begun);
        var running = Volatile.Read(ref _running);
        if (running == 0)
        {
            GuardedTimeout.End(_canceled);
            return;
        }

        ShutdownLog.Draining(_logger, running, _options.Mode, _options.Timeout);
        if (_options.Mode == ShutdownMode.Cancel)
        {
            GuardedTimeout.End(_canceled);
        }

        if (!await IsIdleWithinAsync(_options.Timeout).ConfigureAwait(false) && _options.Mode == ShutdownMode.Wait)
        {
            GuardedTimeout.End(_canceled);
            await IsIdleWithinAsync(_cancelGracePeriod).ConfigureAwait(false);
        }

        if (Volatile.Read(ref _running) is > 0 and var left)
        {
            ShutdownLog.LeftBehind(_logger, left);
        }
    }

    private async Task<bool> IsIdleWithinAsync(TimeSpan limit)
    {
        if (Volatile.Read(ref _running) > 0)
        {
            await _idle.Task.WaitAsync(limit, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return Volatile.Read(ref _running) == 0;
    }
}
