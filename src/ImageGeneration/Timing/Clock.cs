namespace ImageGeneration.Timing;

/// <summary>Provides what the parts of a lane do with the clock.</summary>
internal static class Clock
{
    // Timers and delays count whole milliseconds: less would be nothing, and a waiter would spin.
    private static readonly TimeSpan _minWait = TimeSpan.FromMilliseconds(1);

    // Timers count to 49 days; one that comes too early is armed again.
    private static readonly TimeSpan _maxWait = TimeSpan.FromDays(1);

    private static readonly TimeSpan _maxHold = TimeSpan.FromDays(366);

    public static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>Gets the timestamp after a time, at most a year.</summary>
    public static long TimestampAfter(this TimeProvider time, TimeSpan wait) =>
        time.GetTimestamp() + (long)Math.Ceiling(Shorter(wait, _maxHold).TotalSeconds * time.TimestampFrequency);

    /// <summary>Gets the time until a timestamp; null when it has passed.</summary>
    public static TimeSpan? Left(this TimeProvider time, long until)
    {
        var left = until - time.GetTimestamp();
        return left > 0 ? time.GetElapsedTime(0, left) : null;
    }

    /// <summary>Creates a timer that lives as long as its lane, for all callers: without the execution context of the first one.</summary>
    public static ITimer CreateLaneTimer(this TimeProvider time, Action ring) => WithoutFlow(
        (time, ring),
        static state => state.time.CreateTimer(
            static ring => ((Action)ring!)(), state.ring, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));

    /// <summary>Starts something that outlives its caller, or that others wait for too, without the caller's execution context.</summary>
    public static T WithoutFlow<TState, T>(TState state, Func<TState, T> start)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return start(state);
        }

        using (ExecutionContext.SuppressFlow())
        {
            return start(state);
        }
    }

    /// <summary>Arms a timer for one wait that it can count; it may come early.</summary>
    /// <returns><see langword="false"/> if the timer is disposed.</returns>
    public static bool RingAfter(this ITimer timer, TimeSpan wait) =>
        timer.Change(wait < _minWait ? _minWait : wait > _maxWait ? _maxWait : wait, Timeout.InfiniteTimeSpan);

    /// <summary>Waits until no time is left, however often the remaining time grows meanwhile.</summary>
    public static async Task WaitOutAsync(this TimeProvider time, Func<TimeSpan?> left, CancellationToken cancellationToken)
    {
        while (left() is { } wait)
        {
            await Task.Delay(wait + _minWait, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
