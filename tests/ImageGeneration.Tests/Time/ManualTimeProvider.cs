namespace ImageGeneration.Tests.Time;

/// <summary>A clock that stands still until a test moves it. Timers fire in the order of their due times, inside <see cref="Advance"/>,
/// outside every lock, with the clock standing at their due time.</summary>
internal sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private const int MaxStepsAtOnce = 5;

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _scheduled = [];
    private TimeSpan _elapsed;
    private TimeSpan _wallClockShift;
    private long _sequence;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 1, 31, 23, 30, 0, TimeSpan.Zero))
    {
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The time since the clock was made.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_lock)
            {
                return _elapsed;
            }
        }
    }

    /// <summary>Timers that will still fire: a test that leaves some behind leaks.</summary>
    public int ScheduledTimers
    {
        get
        {
            lock (_lock)
            {
                return _scheduled.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return start.ToUniversalTime() + _elapsed + _wallClockShift;
        }
    }

    // Not from zero on: code that takes 0 for "never" must not pass by chance.
    public override long GetTimestamp() => start.UtcTicks + Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock and fires what falls due on the way, that which the callbacks schedule included.</summary>
    /// <param name="by">Zero or more; zero fires what is due now.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        TimeSpan target;
        lock (_lock)
        {
            target = _elapsed + by;
        }

        // Without the test's own context, as on a timer's thread, what a timer sets free runs inside the step and not some time after it.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            while (TakeDue(target) is { } timer)
            {
                timer.Fire();
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Moves the clock to the next timer and fires it.</summary>
    /// <returns>False when there is none.</returns>
    public bool AdvanceToNextTimer()
    {
        TimeSpan wait;
        lock (_lock)
        {
            if (Earliest() is not { } next)
            {
                return false;
            }

            wait = next.Due > _elapsed ? next.Due - _elapsed : TimeSpan.Zero;
        }

        Advance(wait);
        return true;
    }

    /// <summary>Sets the wall clock as an operator would: no time passes, and no timer notices.</summary>
    public void SetUtcNow(DateTimeOffset now)
    {
        lock (_lock)
        {
            _wallClockShift = now - (start + _elapsed);
        }
    }

    /// <summary>Steps the clock until a task ends, and lets what a step has set free run in between. Steps that set nothing free are taken as one.</summary>
    /// <param name="task">What is waited for.</param>
    /// <param name="step">One step; short against what is measured.</param>
    /// <param name="limit">The bound, in the time of this clock.</param>
    /// <exception cref="TimeoutException">The bound is passed.</exception>
    public async Task StepUntilAsync(Task task, TimeSpan step, TimeSpan limit)
    {
        await StepUntilAsync(() => task.IsCompleted, step, limit, () => StepsToNextTimer(step));
        await task;
    }

    /// <summary>Steps the clock until something is so, and lets what a step has set free run in between.</summary>
    /// <param name="isSo">What is waited for.</param>
    /// <param name="step">One step; short against what is measured.</param>
    /// <param name="limit">The bound, in the time of this clock.</param>
    /// <exception cref="TimeoutException">The bound is passed.</exception>
    public Task StepUntilAsync(Func<bool> isSo, TimeSpan step, TimeSpan limit) => StepUntilAsync(isSo, step, limit, () => 1);

    /// <summary>Lets what runs come to rest while the clock stands.</summary>
    /// <param name="isSo">Ends the wait earlier.</param>
    /// <returns>Whether that is so.</returns>
    public static async Task<bool> SettleAsync(Func<bool> isSo)
    {
        // What a step has set free may still stand in the pool's queue, or be compiled for the first time by another thread; bounded, as a test may have
        // something that never comes to rest.
        var pool = new PoolRest();
        for (var turn = 0; (turn < 25 || (turn < 20_000 && (ThreadPool.PendingWorkItemCount > 0 || !pool.IsQuiet()))) && !isSo(); turn++)
        {
            await Task.Yield();
        }

        return isSo();
    }

    private async Task StepUntilAsync(Func<bool> isSo, TimeSpan step, TimeSpan limit, Func<long> steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step, TimeSpan.Zero);
        for (var passed = TimeSpan.Zero; !await SettleAsync(isSo);)
        {
            if (passed > limit)
            {
                throw new TimeoutException($"What was waited for did not come within {limit} of the manual clock.");
            }

            var by = step * steps();
            Advance(by);
            passed += by;
        }
    }

    // With the runner's context what was set free may still stand in its queue, and where no timer is to come it may be about to make one.
    private long StepsToNextTimer(TimeSpan step)
    {
        lock (_lock)
        {
            return SynchronizationContext.Current is null && Earliest() is { } next
                ? Math.Clamp(((next.Due - _elapsed).Ticks - 1) / step.Ticks + 1, 1, MaxStepsAtOnce)
                : 1;
        }
    }

    private ManualTimer? TakeDue(TimeSpan target)
    {
        lock (_lock)
        {
            if (Earliest() is not { } timer || timer.Due > target)
            {
                _elapsed = target > _elapsed ? target : _elapsed;
                return null;
            }

            _elapsed = timer.Due > _elapsed ? timer.Due : _elapsed;
            if (timer.Period > TimeSpan.Zero)
            {
                Schedule(timer, timer.Due + timer.Period);
            }
            else
            {
                _scheduled.Remove(timer);
            }

            return timer;
        }
    }

    private ManualTimer? Earliest() => _scheduled.Count == 0 ? null : _scheduled.MinBy(timer => (timer.Due, timer.Sequence));

    private void Schedule(ManualTimer timer, TimeSpan due)
    {
        _scheduled.Remove(timer);
        (timer.Due, timer.Sequence) = (due, _sequence++);
        _scheduled.Add(timer);
    }

    internal bool Change(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            if (timer.IsDisposed)
            {
                return false;
            }

            timer.Period = period;
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                _scheduled.Remove(timer);
                return true;
            }

            Schedule(timer, _elapsed + dueTime);
        }

        if (dueTime == TimeSpan.Zero)
        {
            // The system's timers fire these from the pool without any time passing; whoever waits for one must not need a step.
            ThreadPool.QueueUserWorkItem(static clock => clock.Advance(TimeSpan.Zero), this, preferLocal: false);
        }

        return true;
    }

    internal void Remove(ManualTimer timer)
    {
        lock (_lock)
        {
            timer.IsDisposed = true;
            _scheduled.Remove(timer);
        }
    }
}
