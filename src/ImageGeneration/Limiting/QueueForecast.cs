using ImageGeneration.Timing;

namespace ImageGeneration.Limiting;

/// <summary>What can be foreseen, at one moment, of the wait for a permit.</summary>
internal readonly struct QueueForecast(TokenBucket bucket, int running, int concurrent, TimeProvider time)
{
    private readonly TokenBucket _bucket = bucket;

    /// <summary>The end of the last pause that the provider asked for, as a timestamp.</summary>
    public long PausedUntil => _bucket.PausedUntil;

    /// <summary>How long whoever has a place in the queue will wait, by the bucket, the pause and, where all places at the provider are
    /// taken, the time a job takes; null where that is not known.</summary>
    public TimeSpan? WaitAt(int place, TimeSpan? jobTime)
    {
        var wait = time.Left(_bucket.NextAfter(place - 1)) ?? TimeSpan.Zero;
        if (running + place <= concurrent)
        {
            return wait;
        }

        // Places become free one by one, as many in the time of a job as there are.
        var places = jobTime * (running + place - concurrent) / concurrent;
        return places is null || places > wait ? places : wait;
    }
}
