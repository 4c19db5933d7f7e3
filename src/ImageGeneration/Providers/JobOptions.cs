using ImageGeneration.Configuration;

namespace ImageGeneration.Providers;

/// <summary>Provides the timeouts of one job at one provider. The time for the whole request is its deadline.</summary>
public sealed class JobOptions
{
    /// <summary>Gets or sets how long the answer to a submit is awaited: 1 second to 10 minutes; default 30 seconds. After that the
    /// outcome is unknown.</summary>
    [TimeSpanRange("00:00:01", "00:10:00")]
    public TimeSpan SubmitTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long the answer to one status read is awaited: 1 second to 10 minutes; default 15 seconds. After that the
    /// job is read again.</summary>
    [TimeSpanRange("00:00:01", "00:10:00")]
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets the time for canceling a job that is no longer awaited: 1 second to 1 minute; default 10 seconds.</summary>
    [TimeSpanRange("00:00:01", "00:01:00")]
    public TimeSpan CancelTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how long a job may wait in the provider's queue: 1 second to 24 hours; null (default) for as long as the
    /// deadline allows.</summary>
    [TimeSpanRange("00:00:01", "1.00:00:00")]
    public TimeSpan? QueueTimeout { get; set; }

    /// <summary>Gets or sets how long a job may run: 1 second to 24 hours; null (default) for as long as the deadline allows.</summary>
    [TimeSpanRange("00:00:01", "1.00:00:00")]
    public TimeSpan? RunTimeout { get; set; }

    /// <summary>Gets or sets the shortest time between two status reads of one job: 10 ms to 1 minute; default 100 ms.</summary>
    [TimeSpanRange("00:00:00.01", "00:01:00")]
    public TimeSpan MinPollInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets or sets the longest time between two status reads of one job: 10 ms to 10 minutes; default 5 seconds. When run times
    /// have been seen and the progress is not followed, the first read comes later: shortly before the job can be done.</summary>
    [TimeSpanRange("00:00:00.01", "00:10:00")]
    public TimeSpan MaxPollInterval { get; set; } = TimeSpan.FromSeconds(5);
}
