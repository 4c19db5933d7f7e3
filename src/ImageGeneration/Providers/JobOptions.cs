using ImageGeneration.Configuration;

namespace ImageGeneration.Providers;

/// <summary>The clocks of one job at one provider. The total is the request's deadline.</summary>
public sealed class JobOptions
{
    /// <summary>How long the answer to a submit is awaited: 1 second to 10 minutes; default 30 seconds. Past it the outcome is
    /// unknown.</summary>
    [TimeSpanRange("00:00:01", "00:10:00")]
    public TimeSpan SubmitTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the answer to one status read is awaited: 1 second to 10 minutes; default 15 seconds. Past it the job is asked
    /// about again.</summary>
    [TimeSpanRange("00:00:01", "00:10:00")]
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The time for canceling a job that nobody waits for: 1 second to 1 minute; default 10 seconds.</summary>
    [TimeSpanRange("00:00:01", "00:01:00")]
    public TimeSpan CancelTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a job may wait in the provider's queue: 1 second to 24 hours; null (default) for as long as the deadline
    /// allows.</summary>
    [TimeSpanRange("00:00:01", "1.00:00:00")]
    public TimeSpan? QueueTimeout { get; set; }

    /// <summary>How long a job may run: 1 second to 24 hours; null (default) for as long as the deadline allows.</summary>
    [TimeSpanRange("00:00:01", "1.00:00:00")]
    public TimeSpan? RunTimeout { get; set; }

    /// <summary>The shortest time between two status reads of one job: 10 ms to 1 minute; default 100 ms.</summary>
    [TimeSpanRange("00:00:00.01", "00:01:00")]
    public TimeSpan MinPollInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest time between two status reads of one job: 10 ms to 10 minutes; default 5 seconds. Where run times have been
    /// seen and nobody follows the progress, the first read comes later: shortly before the job can be done.</summary>
    [TimeSpanRange("00:00:00.01", "00:10:00")]
    public TimeSpan MaxPollInterval { get; set; } = TimeSpan.FromSeconds(5);
}
