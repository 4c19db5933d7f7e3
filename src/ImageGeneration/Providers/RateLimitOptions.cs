using System.ComponentModel.DataAnnotations;
using ImageGeneration.Configuration;

namespace ImageGeneration.Providers;

/// <summary>The limits of one provider, kept by this process.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Creates in any 60 seconds: 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int RequestsPerMinute { get; set; } = 60;

    /// <summary>Jobs at once: 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int Concurrent { get; set; } = 5;

    /// <summary>Requests that may wait; one more fails over with <see cref="FailureKind.QueueFull"/>: 0 to 1,000,000; default
    /// 10,000.</summary>
    [Range(0, 1_000_000)]
    public int QueueLimit { get; set; } = 10_000;

    /// <summary>Creates that may go out at once after idling: 1 to <see cref="RequestsPerMinute"/> - 1; null (default) for a twentieth of
    /// it, at least 1. What is refilled per minute is the rest, so that burst and refill together never exceed the limit.</summary>
    [Range(1, 100_000)]
    public int? Burst { get; set; }

    /// <summary>Status reads in any 60 seconds, for all jobs of this process together: 1 to 1,000,000; null (default) for what the provider
    /// documents (3000 where it says nothing), and for no less than five for each create that <see cref="RequestsPerMinute"/> allows. They
    /// wait for each other and never hold a create back; cancellations are not held back either. A 60th of it may go out at once.</summary>
    [Range(1, 1_000_000)]
    public int? ReadsPerMinute { get; set; }

    /// <summary>How long a request waits for a provider that asked for a pause (429) before it moves on to another: 0 to 1 hour; default 15
    /// seconds. The last provider of a route is waited for until the deadline. A pause that ends after the deadline is not waited for.</summary>
    [TimeSpanRange("00:00:00", "01:00:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(15);

    internal int EffectiveBurst => Burst ?? Math.Max(1, RequestsPerMinute / 20);

    /// <summary>What the provider documents.</summary>
    internal int DocumentedReads { get; init; } = 3000;

    // Replicate's own limits allow five reads for each create. Whoever has been granted more creates must not be slowed down by reads that
    // nobody set.
    internal int EffectiveReads => ReadsPerMinute ?? Math.Max(DocumentedReads, 5 * RequestsPerMinute);

    // A second's worth: providers count reads in windows shorter than a minute too.
    internal int ReadBurst => Math.Max(1, EffectiveReads / 60);
}
