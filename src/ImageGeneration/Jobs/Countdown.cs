namespace ImageGeneration.Jobs;

/// <summary>A token that ends by the clock. The timer is made when the wait begins: what ends at once needs none.</summary>
internal class Countdown(TimeProvider time) : CancellationTokenSource
{
    private ITimer? _timer;
    private long _end = long.MaxValue;

    /// <summary>It ends sooner than it was to when it was started.</summary>
    public bool IsShortened { get; private set; }

    protected TimeProvider Time { get; } = time;

    /// <summary>Starts the clock; again it does nothing.</summary>
    public void Start(TimeSpan limit)
    {
        if (_end == long.MaxValue)
        {
            _end = Time.GetTimestamp() + ToTicks(limit);
            RingAfter(limit);
        }
    }

    /// <summary>Leaves no more than this. Only after the start, and before the end of whoever disposes.</summary>
    public void Shorten(TimeSpan limit)
    {
        if (_end - Time.GetTimestamp() > ToTicks(limit))
        {
            IsShortened = true;
            RingAfter(limit);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _timer?.Dispose();
        base.Dispose(disposing);
    }

    // The system's clock rings without an object between; every request that takes time comes by here twice.
    private void RingAfter(TimeSpan limit)
    {
        if (Time == TimeProvider.System)
        {
            CancelAfter(limit);
        }
        else if (_timer is null)
        {
            _timer = Time.CreateTimer(static countdown => ((Countdown)countdown!).Ring(), this, limit, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _timer.Change(limit, Timeout.InfiniteTimeSpan);
        }
    }

    private void Ring()
    {
        try
        {
            Cancel();
        }
        catch (ObjectDisposedException)
        {
            // what it was for ended in the same moment
        }
    }

    private long ToTicks(TimeSpan duration) => (long)(duration.TotalSeconds * Time.TimestampFrequency);
}
