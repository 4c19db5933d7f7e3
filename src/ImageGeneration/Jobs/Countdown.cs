namespace ImageGeneration.Jobs;

/// <summary>A token that ends by the clock. The timer is made when the wait begins: what ends at once needs none.</summary>
internal sealed class Countdown(TimeProvider time) : CancellationTokenSource
{
    private ITimer? _timer;
    private long _end;

    /// <summary>Starts the clock; again it does nothing.</summary>
    public void Start(TimeSpan limit)
    {
        if (_timer is not null)
        {
            return;
        }

        _end = time.GetTimestamp() + ToTicks(limit);
        _timer = time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), this, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Leaves no more than this. Only after the start, and before the end of whoever disposes.</summary>
    public void Shorten(TimeSpan limit)
    {
        if (_end - time.GetTimestamp() > ToTicks(limit))
        {
            _timer?.Change(limit, Timeout.InfiniteTimeSpan);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _timer?.Dispose();
        base.Dispose(disposing);
    }

    private long ToTicks(TimeSpan duration) => (long)(duration.TotalSeconds * time.TimestampFrequency);
}
