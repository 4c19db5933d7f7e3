namespace ImageGeneration.Tests.Time;

/// <summary>A timer of <see cref="StepClock"/>. It tells the clock when it is due, and fires as the system's do: in the context of whoever
/// made it, and from the pool when it is due at once.</summary>
internal sealed class StepTimer : ITimer
{
    private readonly StepClock _clock;
    private readonly ITimer _fake;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private TimeSpan _period;

    public StepTimer(StepClock clock, Func<TimerCallback, ITimer> create, TimerCallback callback, object? state)
    {
        (_clock, _callback, _state) = (clock, callback, state);
        _fake = create(_ => Fire());
    }

    /// <summary>When it fires next, or infinite; guarded by the clock's lock.</summary>
    public TimeSpan Due { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>Its place among those due at the same time.</summary>
    public long Order { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        var isAtOnce = dueTime == TimeSpan.Zero;
        if (!_fake.Change(isAtOnce ? period : dueTime, period))
        {
            return false;
        }

        _period = period;
        _clock.Schedule(this, dueTime);
        if (isAtOnce)
        {
            // Whoever waits for one of these must not need a step.
            ThreadPool.QueueUserWorkItem(static timer => timer.Fire(), this, preferLocal: false);
        }

        return true;
    }

    /// <summary>Fires if it is due and nobody else has fired it.</summary>
    public void Fire()
    {
        if (!_clock.TryTake(this, _period))
        {
            return;
        }

        if (_context is null)
        {
            _callback(_state);
        }
        else
        {
            ExecutionContext.Run(_context, static timer => ((StepTimer)timer!).Invoke(), this);
        }
    }

    public void Dispose()
    {
        _fake.Dispose();
        _clock.Schedule(this, Timeout.InfiniteTimeSpan);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Invoke() => _callback(_state);
}
