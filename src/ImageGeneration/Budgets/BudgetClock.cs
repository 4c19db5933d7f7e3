namespace ImageGeneration.Budgets;

/// <summary>Provides the time of the budget: the wall clock, or the last time plus what has passed since, whichever is later. A clock that
/// is set back must not reopen windows that were closed; and one that was far ahead by mistake must not keep them open until the right
/// time gets there. Not thread-safe: the budget locks.</summary>
internal sealed class BudgetClock(TimeProvider time)
{
    // The calendar repeats itself. After its last year, which only a wrong clock reaches, the budget goes on in an earlier one.
    private static readonly TimeSpan _cycle = TimeSpan.FromDays(146_097);

    private bool _isStarted;
    private DateTimeOffset _wall;
    private long _at;

    /// <summary>Gets the last value of <see cref="Now"/>.</summary>
    public DateTimeOffset Latest { get; private set; }

    public DateTimeOffset Now()
    {
        var (wall, at) = (time.GetUtcNow(), time.GetTimestamp());
        var passed = _isStarted ? Later(Latest, time.GetElapsedTime(_at, at)) : wall;
        // A clock that stands still, as at the end of its range, says nothing new.
        Latest = wall > passed && wall > _wall ? wall : passed;
        (_isStarted, _wall, _at) = (true, wall, at);
        return Latest;
    }

    private static DateTimeOffset Later(DateTimeOffset time, TimeSpan elapsed)
    {
        elapsed = TimeSpan.FromTicks(Math.Clamp(elapsed.Ticks, 0, _cycle.Ticks));
        return elapsed <= DateTimeOffset.MaxValue - time ? time + elapsed : time - _cycle + elapsed;
    }
}
