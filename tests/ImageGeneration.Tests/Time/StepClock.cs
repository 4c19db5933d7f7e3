using Microsoft.Extensions.Time.Testing;

namespace ImageGeneration.Tests.Time;

/// <summary>A fake clock that a test steps from timer to timer. What a step has set free comes to rest before the next one; and the clock
/// counts the timers that will still fire: a test that leaves some behind leaks.</summary>
internal sealed class StepClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Lock _lock = new();
    private readonly SortedSet<(TimeSpan Due, long Order, StepTimer Timer)> _scheduled = [];
    private long _order;
    private long _wallClockShift;

    public StepClock()
        : this(new DateTimeOffset(2026, 1, 31, 23, 30, 0, TimeSpan.Zero))
    {
    }

    /// <summary>The time since the clock was made.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(GetTimestamp() - Start.UtcTicks);

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

    private StepTimer? Next
    {
        get
        {
            lock (_lock)
            {
                return _scheduled.Min.Timer;
            }
        }
    }

    // The fake's own timestamp follows the wall clock.
    public override long GetTimestamp() => base.GetUtcNow().UtcTicks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref _wallClockShift));

    /// <summary>Sets the wall clock as an operator would: no time passes, and no timer notices.</summary>
    public new void SetUtcNow(DateTimeOffset now) => Volatile.Write(ref _wallClockShift, (now - base.GetUtcNow()).Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var never = Timeout.InfiniteTimeSpan;
        var timer = new StepTimer(this, fire => base.CreateTimer(fire, null, never, never), callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock and fires what falls due on the way, that which the callbacks schedule included.</summary>
    /// <param name="by">Zero or more; zero fires what is due now.</param>
    public new void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var target = Elapsed + by;

        // Without the test's own context, as on a timer's thread, what a timer sets free runs inside the step and not some time after it.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            while (Next is { } next && next.Due <= target)
            {
                MoveTo(next.Due);
                next.Fire();
            }

            MoveTo(target);
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
        if (Next is not { } next)
        {
            return false;
        }

        Advance(Until(next));
        return true;
    }

    /// <summary>Steps the clock from timer to timer until a task ends.</summary>
    /// <param name="task">What is waited for.</param>
    /// <param name="step">The longest step.</param>
    /// <param name="limit">The bound, in the time of this clock.</param>
    /// <exception cref="TimeoutException">The bound is passed.</exception>
    public async Task StepUntilAsync(Task task, TimeSpan step, TimeSpan limit)
    {
        await StepUntilAsync(() => task.IsCompleted, step, limit);
        await task;
    }

    /// <summary>Steps the clock from timer to timer until something is so.</summary>
    /// <param name="isSo">What is waited for.</param>
    /// <param name="step">The longest step.</param>
    /// <param name="limit">The bound, in the time of this clock.</param>
    /// <exception cref="TimeoutException">The bound is passed.</exception>
    public Task StepUntilAsync(Func<bool> isSo, TimeSpan step, TimeSpan limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step, TimeSpan.Zero);
        for (var end = Elapsed + limit; !PoolIdleness.Wait(isSo);)
        {
            if (Elapsed > end)
            {
                throw new TimeoutException($"What was waited for did not come within {limit} of the fake clock.");
            }

            Advance(Next is { } next && Until(next) < step ? Until(next) : step);
        }

        return Task.CompletedTask;
    }

    /// <summary>Lets what runs come to rest while the clock stands.</summary>
    /// <param name="isSo">Asked then.</param>
    /// <returns>Whether that is so.</returns>
    public static Task<bool> SettleAsync(Func<bool> isSo) => Task.FromResult(PoolIdleness.Wait(isSo));

    internal void Schedule(StepTimer timer, TimeSpan dueTime)
    {
        lock (_lock)
        {
            ScheduleAt(timer, dueTime == Timeout.InfiniteTimeSpan ? dueTime : Elapsed + dueTime);
        }
    }

    /// <summary>Takes a timer that is due; of all who try, one can.</summary>
    internal bool TryTake(StepTimer timer, TimeSpan period)
    {
        lock (_lock)
        {
            if (timer.Due == Timeout.InfiniteTimeSpan || timer.Due > Elapsed)
            {
                return false;
            }

            ScheduleAt(timer, period > TimeSpan.Zero ? timer.Due + period : Timeout.InfiniteTimeSpan);
            return true;
        }
    }

    private void ScheduleAt(StepTimer timer, TimeSpan due)
    {
        _scheduled.Remove((timer.Due, timer.Order, timer));
        (timer.Due, timer.Order) = (due, _order++);
        if (due != Timeout.InfiniteTimeSpan)
        {
            _scheduled.Add((due, timer.Order, timer));
        }
    }

    private TimeSpan Until(StepTimer timer) => TimeSpan.FromTicks(Math.Max(0, (timer.Due - Elapsed).Ticks));

    private void MoveTo(TimeSpan time)
    {
        var by = time - Elapsed;
        if (by > TimeSpan.Zero)
        {
            base.Advance(by);
        }
    }
}
