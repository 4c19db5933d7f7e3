using System.Threading.RateLimiting;
using ImageGeneration.Providers;
using ImageGeneration.Timing;

namespace ImageGeneration.Limiting;

/// <summary>A token bucket for creates, a count of running jobs and a pause, behind one queue served in order.</summary>
/// <remarks>The framework's own token bucket reads the machine's clock and knows neither a pause nor a second limit behind the same
/// queue.</remarks>
internal sealed class JobLimiter : RateLimiter
{
    private readonly Lock _gate = new();
    private readonly PermitQueue _queue = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly int _concurrent;
    private readonly int _queueLimit;
    private TokenBucket _bucket;
    private int _running;
    private long _granted;
    private long _refused;
    private bool _closed;

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

    // For owners of many limiters, who dispose the idle ones: a lane's goes with the lane.
    public override TimeSpan? IdleDuration => null;

    /// <summary>What is left of the pause that the provider asked for; null when there is none.</summary>
    public TimeSpan? PauseLeft => _time.Left(_bucket.PausedUntil);

    /// <summary>Holds everybody back. It never shortens a pause that is running, and sends away those whose patience it exceeds.</summary>
    public void Pause(TimeSpan duration)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            _bucket.Pause(now, duration);
            _queue.RefuseWhere(
                waiter => duration > Clock.Shorter(waiter.Patience, waiter.Left - ToTimeSpan(now - waiter.Since)),
                new RefusedLease(LaneRefusal.Paused, duration),
                ref _refused);
            Arm();
        }
    }

    /// <summary>Sends everybody who waits away.</summary>
    public void RefuseWaiters() => RefuseAll(LaneRefusal.Resting);

    /// <summary>Gives no more permits, and sends everybody who waits away.</summary>
    public void Close() => RefuseAll(LaneRefusal.Closing);

    public ValueTask<RateLimitLease> AcquireAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        AcquireAsync(patience, TimeSpan.MaxValue, null, cancellationToken);

    /// <summary>Waits for a permit, in order.</summary>
    /// <param name="patience">The longest pause, asked for by the provider, that is waited out.</param>
    /// <param name="left">The time until nobody waits any more: a pause beyond it is not waited out either.</param>
    /// <param name="listener">Who is to be found in the queue (<see cref="Look"/>).</param>
    /// <param name="cancellationToken">Leaves the queue at once.</param>
    public ValueTask<RateLimitLease> AcquireAsync(
        TimeSpan patience, TimeSpan left, PermitListener? listener, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<RateLimitLease>(cancellationToken);
        }

        LaneWaiter waiter;
        lock (_gate)
        {
            if (_closed)
            {
                return new(new RefusedLease(LaneRefusal.Closing, null));
            }

            var now = _time.GetTimestamp();
            if (_queue.Count == 0 && TryTake(now))
            {
                return new(Lease(TimeSpan.Zero));
            }

            if (_bucket.PausedUntil > now && ToTimeSpan(_bucket.PausedUntil - now) is var pause && pause > Clock.Shorter(patience, left))
            {
                _refused++;
                return new(new RefusedLease(LaneRefusal.Paused, pause));
            }

            if (_queue.Count >= _queueLimit)
            {
                _refused++;
                return new(new RefusedLease(LaneRefusal.QueueFull, null));
            }

            waiter = new LaneWaiter(this, patience, left, now, listener, cancellationToken);
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

    /// <summary>What can be foreseen now of the wait for a permit.</summary>
    /// <param name="listening">Is given those in the queue who want to hear it, with their places.</param>
    public QueueForecast Look(List<(LaneWaiter Waiter, int Place)>? listening = null)
    {
        lock (_gate)
        {
            _queue.CopyListeners(listening);
            return new(_bucket, _running, _concurrent, _time);
        }
    }

    public override RateLimiterStatistics GetStatistics()
    {
        lock (_gate)
        {
            var free = _bucket.Next <= _time.GetTimestamp() ? _concurrent - _running : 0;
            return new()
            {
                CurrentAvailablePermits = free, CurrentQueuedCount = _queue.Count,
                TotalSuccessfulLeases = _granted, TotalFailedLeases = _refused,
            };
        }
    }

    /// <param name="unsent">What the bucket is given back, of a permit that nothing was sent with; else null.</param>
    internal void Release(long? unsent)
    {
        lock (_gate)
        {
            if (unsent is { } taken && _bucket.GiveBack(taken))
            {
                _granted--;
            }

            _running--;
            ServeLocked();
        }
    }

    internal void Leave(LaneWaiter waiter)
    {
        lock (_gate)
        {
            if (_queue.Remove(waiter))
            {
                waiter.TrySetCanceled(waiter.CancellationToken);
            }
        }
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        permitCount == 1
            ? AcquireAsync(TimeSpan.MaxValue, cancellationToken)
            : throw new ArgumentOutOfRangeException(nameof(permitCount), permitCount, "One permit is one job: permitCount must be 1.");

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_gate)
        {
            return permitCount == 1 && _queue.Count == 0 && TryTake(_time.GetTimestamp())
                ? Lease(TimeSpan.Zero)
                : new RefusedLease(LaneRefusal.QueueFull, null);
        }
    }

    protected override void Dispose(bool disposing)
    {
        Close();
        _timer.Dispose();
        base.Dispose(disposing);
    }

    private void RefuseAll(LaneRefusal refusal)
    {
        lock (_gate)
        {
            _closed |= refusal == LaneRefusal.Closing;
            _queue.RefuseWhere(static _ => true, new RefusedLease(refusal, null), ref _refused);
        }
    }

    private PermitLease Lease(TimeSpan wait) => new(this, wait, _bucket.FullAt);

    private bool TryTake(long now)
    {
        if (_running >= _concurrent || !_bucket.TryTake(now))
        {
            return false;
        }

        _running++;
        _granted++;
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
            waiter.Grant(Lease(ToTimeSpan(now - waiter.Since)));
        }

        Arm();
    }

    // With every place taken the next release serves the queue, so the timer only ever waits for the clock.
    private void Arm()
    {
        if (_queue.Count == 0 || _running >= _concurrent || _closed)
        {
            return;
        }

        // Timers count whole milliseconds and may come a little early; then this arms again.
        _timer.RingAfter(ToTimeSpan(_bucket.Next - _time.GetTimestamp()));
    }

    private TimeSpan ToTimeSpan(long ticks) => _time.GetElapsedTime(0, ticks);
}
