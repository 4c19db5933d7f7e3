namespace ImageGeneration.Timing;

/// <summary>Implements a token bucket with a pause, stored as the time at which it will be full again (the generic cell rate algorithm):
/// integers, exact in every window. Guarded by its owner's lock.</summary>
internal struct TokenBucket
{
    private static readonly TimeSpan _maxPause = TimeSpan.FromDays(366);

    private readonly long _second;
    private readonly long _interval;
    private readonly long _tolerance;
    private long _fullAt;
    private long _pausedUntil;

    /// <param name="perMinute">The number of tokens in any 60 seconds.</param>
    /// <param name="burst">The number of tokens at once after an idle time; the remainder of the limit is refilled in a minute.</param>
    /// <param name="time">The clock.</param>
    public TokenBucket(int perMinute, int burst, TimeProvider time)
    {
        _second = time.TimestampFrequency;
        _interval = (60 * _second / Math.Max(1, perMinute - burst)) + 1;
        _tolerance = _interval * (burst - 1);
        _fullAt = _pausedUntil = time.GetTimestamp();
    }

    /// <summary>Gets when the next token is available.</summary>
    public readonly long Next => Math.Max(_pausedUntil, _fullAt - _tolerance);

    /// <summary>Gets when a token is available after a number of others.</summary>
    public readonly long NextAfter(int others) => Math.Max(_pausedUntil, _fullAt - _tolerance) + (others * _interval);

    /// <summary>Gets the end of the last pause; read without the lock too.</summary>
    public readonly long PausedUntil => Volatile.Read(in _pausedUntil);

    /// <summary>Gets when the bucket will be full again. Each token postpones it.</summary>
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

    /// <summary>Returns a token that was not used. Only the last one: those after it were granted as if it had been.</summary>
    /// <param name="fullAt">When the bucket was to be full again once the token was taken.</param>
    public bool Refund(long fullAt)
    {
        if (_fullAt != fullAt)
        {
            return false;
        }

        _fullAt -= _interval;
        return true;
    }

    /// <summary>Counts a call that is made in any case. The debt is bounded by one burst: those behind it must not wait for
    /// long.</summary>
    public void Charge(long now) =>
        _fullAt = Math.Max(_fullAt, Math.Min(Math.Max(_fullAt, now) + _interval, now + (2 * (_tolerance + _interval))));

    /// <summary>Grants nothing for a while. A pause never shortens one that is under way; after it the bucket is empty, like that of the
    /// provider.</summary>
    public void Pause(long now, TimeSpan duration)
    {
        var ticks = (Int128)Clock.Shorter(duration, _maxPause).Ticks;
        _pausedUntil = Math.Max(_pausedUntil, now + (long)(((ticks * _second) + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond));
        _fullAt = Math.Max(_fullAt, _pausedUntil + _tolerance);
    }
}
