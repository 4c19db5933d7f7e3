using System.ComponentModel.DataAnnotations;
using ImageGeneration.Configuration;

namespace ImageGeneration.Providers;

/// <summary>Provides the limits of one provider, which this process keeps to.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Gets or sets the number of creates in any 60 seconds: 1 to 100,000; default 60.</summary>
    [Range(1, 100_000)]
    public int RequestsPerMinute { get; set; } = 60;

    /// <summary>Gets or sets the number of jobs at once: 1 to 10,000; default 5.</summary>
    [Range(1, 10_000)]
    public int Concurrent { get; set; } = 5;

    /// <summary>Gets or sets the number of requests that may wait; one more fails over with <see cref="FailureKind.QueueFull"/>: 0 to
    /// 1,000,000; default 10,000.</summary>
    [Range(0, 1_000_000)]
    public int QueueLimit { get; set; } = 10_000;

    /// <summary>Gets or sets the number of creates that may be sent at once after an idle time: 1 to <see cref="RequestsPerMinute"/> - 1;
    /// null (default) for a twentieth of it, at least 1. The remainder is refilled per minute, so that burst and refill together never
    /// exceed the limit.</summary>
    [Range(1, 100_000)]
    public int? Burst { get; set; }

    /// <summary>Gets or sets the number of status reads in any 60 seconds, for all jobs of this process together: 1 to 1,000,000; null
    /// (default) for what the provider documents (3000 when it documents nothing), but no less than five for each create that
    /// <see cref="RequestsPerMinute"/> allows. Reads wait for each other and never delay a create; cancellations are not delayed either. A
    /// 60th of them may be sent at once.</summary>
    [Range(1, 1_000_000)]
    public int? ReadsPerMinute { get; set; }

    /// <summary>Gets or sets how long a request waits for a provider that throttles it (429) before the next provider is tried: 0 to 1
    /// hour; default 15 seconds. The last provider of a route is awaited until the deadline. Throttling that ends after the deadline is
    /// not awaited.</summary>
    [TimeSpanRange("00:00:00", "01:00:00")]
    public TimeSpan MaxThrottleWait { get; set; } = TimeSpan.FromSeconds(15);

    internal int EffectiveBurst => Burst ?? Math.Max(1, RequestsPerMinute / 20);

    /// <summary>Gets the number of status reads per minute that the provider documents.</summary>
    internal int DocumentedReads { get; init; } = 3000;

    // Replicate's own limits allow five reads for each create. An account with more creates must not be slowed down by reads that nobody
    // set.
    internal int EffectiveReads => ReadsPerMinute ?? Math.Max(DocumentedReads, 5 * RequestsPerMinute);

    // A second's worth: providers count reads in windows shorter than a minute too.
    internal int ReadBurst => Math.Max(1, EffectiveReads / 60);
}
