namespace ImageGeneration.Timing;

/// <summary>A token bucket with a pause, kept as the time at which it will be full again (the generic cell rate algorithm): integers, exact
/// in every window. Its owner's lock guards it.</summary>
internal struct TokenBucket
{
    private static readonly TimeSpan _maxPause = TimeSpan.FromDays(366);

    private readonly long _second;
    private readonly long _interval;
    private readonly long _tolerance;
    private long _fullAt;
    private long _pausedUntil;

    /// <param name="perMinute">What goes through in any 60 seconds.</param>
    /// <param name="burst">What goes through at once after idling; the remainder of the limit is what is refilled in a minute.</param>
    /// <param name="time">The clock.</param>
    public TokenBucket(int perMinute, int burst, TimeProvider time)
    {
        _second = time.TimestampFrequency;
        _interval = (60 * _second / Math.Max(1, perMinute - burst)) + 1;
        _tolerance = _interval * (burst - 1);
        _fullAt = _pausedUntil = time.GetTimestamp();
    }

    /// <summary>When the next one may go through.</summary>
    public readonly long Next => Math.Max(_pausedUntil, _fullAt - _tolerance);

    /// <summary>When one may go through that has so many before it.</summary>
    public readonly long NextAfter(int others) => Math.Max(_pausedUntil, _fullAt - _tolerance) + (others * _interval);

    /// <summary>The end of the last pause; read without the lock too.</summary>
    public readonly long PausedUntil => Volatile.Read(in _pausedUntil);

    /// <summary>When it will be full again. Each take puts it off.</summary>
    public readonly long FullAt => _fullAt;

    public bool TryTake(long now)
    {
        if (Next > now)
        {
            return false;
        }

        _fullAt = Math.Max(_fullAt, now) + _interval;
        return true;
    }

    /// <summary>Takes one back that did not go through after all. Only the last: those after it were let through as if it had.</summary>
    /// <param name="fullAt">When the bucket was to be full again once it was taken.</param>
    public bool Refund(long fullAt)
    {
        if (_fullAt != fullAt)
        {
            return false;
        }

        _fullAt -= _interval;
        return true;
    }

    /// <summary>Counts one that goes through anyhow. The debt is bounded by one burst: those behind it must not wait for long.</summary>
    public void Charge(long now) =>
        _fullAt = Math.Max(_fullAt, Math.Min(Math.Max(_fullAt, now) + _interval, now + (2 * (_tolerance + _interval))));

    /// <summary>Lets nothing through for a while. It never shortens a pause; after it the bucket is empty, as the one of who asked for it
    /// is.</summary>
    public void Pause(long now, TimeSpan duration)
    {
        var ticks = (Int128)Clock.Shorter(duration, _maxPause).Ticks;
        _pausedUntil = Math.Max(_pausedUntil, now + (long)(((ticks * _second) + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond));
        _fullAt = Math.Max(_fullAt, _pausedUntil + _tolerance);
    }
}
