using System.Numerics;

namespace ImageGeneration.Telemetry;

/// <summary>Counts durations from 1 ms to 24 h in buckets that grow with the value: sixteen to each doubling, so that the middle of a
/// bucket is off by a thirty-second part (3.2 %) at most. Lock-free; 3.5 KB. Durations outside count as the nearer bound.</summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 4;
    private const long MinMicroseconds = 1_000;
    private const long MaxMicroseconds = 24L * 60 * 60 * 1_000_000;

    private static readonly int FirstBucket = BucketOf(MinMicroseconds);

    private readonly long[] _counts = new long[BucketOf(MaxMicroseconds) - FirstBucket + 1];

    public void Record(TimeSpan duration)
    {
        var microseconds = Math.Clamp(duration.Ticks / TimeSpan.TicksPerMicrosecond, MinMicroseconds, MaxMicroseconds);
        Interlocked.Increment(ref _counts[BucketOf(microseconds) - FirstBucket]);
    }

    /// <summary>Gets the durations that the given shares of all recorded ones did not exceed; zero when none was recorded.</summary>
    /// <param name="shares">The shares, above 0 to 1.</param>
    public TimeSpan[] Percentiles(params ReadOnlySpan<double> shares)
    {
        // One copy for all shares, or a percentile could exceed the next higher one while others record.
        var counts = new long[_counts.Length];
        var total = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            total += counts[i] = Volatile.Read(ref _counts[i]);
        }

        var result = new TimeSpan[shares.Length];
        for (var i = 0; i < shares.Length && total > 0; i++)
        {
            result[i] = At(counts, (long)Math.Ceiling(shares[i] * total));
        }

        return result;
    }

    private static TimeSpan At(long[] counts, long rank)
    {
        var bucket = 0;
        for (var seen = counts[0]; seen < rank; seen += counts[bucket])
        {
            bucket++;
        }

        return Middle(bucket + FirstBucket);
    }

    // The position of the highest bit and the four bits below it.
    private static int BucketOf(long microseconds)
    {
        var exponent = BitOperations.Log2((ulong)microseconds);
        return (exponent << SubBits) | (int)((microseconds >> (exponent - SubBits)) & ((1 << SubBits) - 1));
    }

    private static TimeSpan Middle(int bucket)
    {
        var width = 1L << ((bucket >> SubBits) - SubBits);
        var lower = ((1L << SubBits) | (bucket & ((1L << SubBits) - 1))) * width;
        return TimeSpan.FromTicks(((lower * 2) + width) * TimeSpan.TicksPerMicrosecond / 2);
    }
}
