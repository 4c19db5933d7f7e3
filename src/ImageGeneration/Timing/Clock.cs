namespace ImageGeneration.Timing;

/// <summary>What the parts of a lane do with the clock.</summary>
internal static class Clock
{
    // Timers and delays count whole milliseconds: less would be nothing, and whoever waits would spin.
    private static readonly TimeSpan _minWait = TimeSpan.FromMilliseconds(1);

    // Timers count to 49 days; one that comes too early is armed again.
    private static readonly TimeSpan _maxWait = TimeSpan.FromDays(1);

    private static readonly TimeSpan _maxHold = TimeSpan.FromDays(366);

    public static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>The timestamp after a time, at most a year.</summary>
    public static long TimestampAfter(this TimeProvider time, TimeSpan wait) =>
        time.GetTimestamp() + (long)Math.Ceiling(Shorter(wait, _maxHold).TotalSeconds * time.TimestampFrequency);

    /// <summary>The time until a timestamp; null when it has passed.</summary>
    public static TimeSpan? Left(this TimeProvider time, long until)
    {
        var left = until - time.GetTimestamp();
        return left > 0 ? time.GetElapsedTime(0, left) : null;
    }

    /// <summary>Makes a timer that lives as long as its lane, for all callers: without what flows with the one who happened to come
    /// first.</summary>
    public static ITimer CreateLaneTimer(this TimeProvider time, Action ring) => WithoutFlow(
        (time, ring),
        static state => state.time.CreateTimer(
            static ring => ((Action)ring!)(), state.ring, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));

    /// <summary>Starts something that outlives its caller, or that others wait for too, without the caller's own context.</summary>
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

    /// <summary>Rings once, after a wait that a timer can count; it may come early.</summary>
    /// <returns>False when the timer is disposed.</returns>
    public static bool RingAfter(this ITimer timer, TimeSpan wait) =>
        timer.Change(wait < _minWait ? _minWait : wait > _maxWait ? _maxWait : wait, Timeout.InfiniteTimeSpan);

    /// <summary>Waits until nothing is left, however often what is left grows meanwhile.</summary>
    public static async Task WaitOutAsync(this TimeProvider time, Func<TimeSpan?> left, CancellationToken cancellationToken)
    {
        while (left() is { } wait)
        {
            await Task.Delay(wait + _minWait, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
