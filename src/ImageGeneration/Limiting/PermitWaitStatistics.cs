namespace ImageGeneration.Limiting;

/// <summary>Records how long permits were awaited.</summary>
internal sealed class PermitWaitStatistics
{
    private long _count;
    private long _ticks;
    private long _longest;

    public TimeSpan Average =>
        Interlocked.Read(ref _count) is > 0 and var count ? new(Interlocked.Read(ref _ticks) / count) : TimeSpan.Zero;

    public TimeSpan Longest => new(Interlocked.Read(ref _longest));

    public void Record(TimeSpan wait)
    {
        Interlocked.Increment(ref _count);
        if (wait.Ticks == 0)
        {
            return;
        }

        Interlocked.Add(ref _ticks, wait.Ticks);
        for (var seen = Interlocked.Read(ref _longest); wait.Ticks > seen;)
        {
            var before = Interlocked.CompareExchange(ref _longest, wait.Ticks, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
