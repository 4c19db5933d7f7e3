using ImageGeneration.Providers;
using ImageGeneration.Timing;

namespace ImageGeneration.Limiting;

/// <summary>A token bucket for creates, a count of running jobs and a pause, behind one queue served in order.</summary>
/// <remarks>The framework's own token bucket reads the machine's clock and knows neither a pause nor a second limit behind the same
/// queue.</remarks>
internal sealed class JobLimiter : IJobLimiter
{
    private readonly Lock _gate = new();
    private readonly PermitQueue _queue = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly int _concurrent;
    private readonly int _queueLimit;
    private TokenBucket _bucket;
    private int _running;
    private bool _disposed;

    public JobLimiter(RateLimitOptions options, TimeProvider time)
    {
        _time = time;
        _concurrent = options.Concurrent;
        _queueLimit = options.QueueLimit;
        _bucket = new TokenBucket(options.RequestsPerMinute, options.EffectiveBurst, time);
        _timer = time.CreateLaneTimer(Serve);
    }

    public int Waiting => Volatile.Read(ref _queue.CountField);

    public int Running => Volatile.Read(ref _running);

    /// <summary>What is left of the pause that the provider asked for; null when there is none.</summary>
    public TimeSpan? PauseLeft => _time.Left(_bucket.PausedUntil);

    public ValueTask PauseAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        Pause(duration);
        return default;
    }

    /// <summary>Holds everybody back. It never shortens a pause that is running, and sends away those whose patience it exceeds.</summary>
    public void Pause(TimeSpan duration)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            _bucket.Pause(now, duration);
            _queue.RefuseWhere(
                waiter => duration > Clock.Shorter(waiter.MaxPause, waiter.TimeLeft - ToTimeSpan(now - waiter.Since)),
                PermitDecision.Refused(PermitRefusal.Paused, duration));
        }
    }

    public void RejectWaiting()
    {
        lock (_gate)
        {
            RefuseAll(PermitRefusal.CircuitOpen);
        }
    }

    /// <summary>Waits for a permit, in order.</summary>
    public ValueTask<PermitDecision> AcquireAsync(PermitRequest request, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<PermitDecision>(cancellationToken);
        }

        PermitWaiter waiter;
        lock (_gate)
        {
            if (_disposed)
            {
                return new(PermitDecision.Refused(PermitRefusal.ShuttingDown));
            }

            var now = _time.GetTimestamp();
            if (_queue.Count == 0 && TryTake(now))
            {
                return new(Grant(TimeSpan.Zero));
            }

            if (_bucket.PausedUntil > now
                && ToTimeSpan(_bucket.PausedUntil - now) is var pause
                && pause > Clock.Shorter(request.MaxPause, request.TimeLeft))
            {
                return new(PermitDecision.Refused(PermitRefusal.Paused, pause));
            }

            if (_queue.Count >= _queueLimit)
            {
                return new(PermitDecision.Refused(PermitRefusal.QueueFull));
            }

            waiter = new PermitWaiter(this, request, now, cancellationToken);
            _queue.Add(waiter);
            if (_queue.Count == 1)
            {
                // Those behind it must not put its timer off.
                Arm();
            }
        }

        waiter.WatchCancellation();
        return new(waiter.Task);
    }

    public ValueTask<IJobPermit> AttachAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _running++;
        }

        return new(new JobPermit(this, token: null));
    }

    /// <summary>What can be foreseen now of the wait for a permit.</summary>
    /// <param name="listening">Is given those in the queue who want to hear it, with their places.</param>
    public QueueForecast Forecast(List<(PermitWaiter Waiter, int Place)>? listening = null)
    {
        lock (_gate)
        {
            _queue.CopyListeners(listening);
            return new(_bucket, _running, _concurrent, _time);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            RefuseAll(PermitRefusal.ShuttingDown);
        }

        _timer.Dispose();
    }

    /// <summary>Frees a place.</summary>
    /// <param name="unusedToken">The token that nothing was sent with; it is returned where none was taken since.</param>
    internal void Release(long? unusedToken)
    {
        lock (_gate)
        {
            if (unusedToken is { } token)
            {
                _bucket.Refund(token);
            }

            _running--;
            ServeLocked();
        }
    }

    internal void Leave(PermitWaiter waiter)
    {
        lock (_gate)
        {
            if (_queue.Remove(waiter))
            {
                waiter.TrySetCanceled(waiter.CancellationToken);
            }
        }
    }

    private void RefuseAll(PermitRefusal refusal) => _queue.RefuseWhere(static _ => true, PermitDecision.Refused(refusal));

    private PermitDecision Grant(TimeSpan waited) =>
        PermitDecision.Granted(new JobPermit(this, _bucket.FullAt)) with { Waited = waited };

    private bool TryTake(long now)
    {
        if (_running >= _concurrent || !_bucket.TryTake(now))
        {
            return false;
        }

        _running++;
        return true;
    }

    private void Serve()
    {
        lock (_gate)
        {
            ServeLocked();
        }
    }

    private void ServeLocked()
    {
        var now = _time.GetTimestamp();
        while (_queue.First is { } waiter && TryTake(now))
        {
            _queue.Remove(waiter);
            waiter.Complete(Grant(ToTimeSpan(now - waiter.Since)));
        }

        Arm();
    }

    // With every place taken the next release serves the queue, so the timer only ever waits for the clock.
    private void Arm()
    {
        if (_queue.Count == 0 || _running >= _concurrent || _disposed)
        {
            return;
        }

        // Timers count whole milliseconds and may come a little early; then this arms again.
        _timer.RingAfter(ToTimeSpan(_bucket.Next - _time.GetTimestamp()));
    }

    private TimeSpan ToTimeSpan(long ticks) => _time.GetElapsedTime(0, ticks);
}
