using ImageGeneration.Telemetry;

namespace ImageGeneration.Timing;

/// <summary>Represents a token that is canceled after a time, whatever the callbacks throw that others have registered on it: handlers and
/// providers of the application receive it, and on a timer's own thread an exception would end the process.</summary>
internal sealed class GuardedTimeout : CancellationTokenSource
{
    private readonly ITimer _timer;

    /// <param name="limit">The time.</param>
    /// <param name="time">The clock.</param>
    public GuardedTimeout(TimeSpan limit, TimeProvider time) => _timer = Clock.WithoutFlow(
        (Source: this, limit, time),
        static state => state.time.CreateTimer(
            static source => End((GuardedTimeout)source!), state.Source, state.limit, Timeout.InfiniteTimeSpan));

    /// <summary>Cancels a token and those linked to it.</summary>
    public static void End(CancellationTokenSource source) => Guarded.Run(source, static source => source.Cancel());

    /// <summary>Replaces the remaining time.</summary>
    public void EndAfter(TimeSpan limit) => _timer.Change(limit, Timeout.InfiniteTimeSpan);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _timer.Dispose();
        }

        base.Dispose(disposing);
    }
}
