using ImageGeneration.Timing;

namespace ImageGeneration.Limiting;

/// <summary>Forecasts, at one moment, the wait for a permit.</summary>
internal readonly struct QueueForecast(TokenBucket bucket, int running, int concurrent, TimeProvider time)
{
    private readonly TokenBucket _bucket = bucket;

    /// <summary>Gets the end of the last pause as a timestamp.</summary>
    public long PausedUntil => _bucket.PausedUntil;

    /// <summary>Gets how long the waiter at a position will wait, by the bucket, the pause and, when all slots are taken, the time a job
    /// takes; null when that is not known.</summary>
    public TimeSpan? WaitAt(int place, TimeSpan? jobTime)
    {
        var wait = time.Left(_bucket.NextAfter(place - 1)) ?? TimeSpan.Zero;
        if (running + place <= concurrent)
        {
            return wait;
        }

        // Slots become free one by one, as many in the time of a job as there are.
        var places = jobTime * (running + place - concurrent) / concurrent;
        return places is null || places > wait ? places : wait;
    }
}
