using System.ComponentModel.DataAnnotations;
using ImageGeneration.Configuration;

namespace ImageGeneration.Providers;

/// <summary>How often the same provider is asked again: after it has surely not accepted the job, or where its error says that a failed job
/// may be tried again (each is a new job). Never after an unknown outcome.</summary>
public sealed class RetryOptions
{
    /// <summary>Further submits of one job: 0 to 10; default 2.</summary>
    [Range(0, 10)]
    public int MaxResubmits { get; set; } = 2;

    /// <summary>The first delay after an outage, doubled each time, with jitter: 0 to 1 minute; default 0.5 seconds.</summary>
    [TimeSpanRange("00:00:00", "00:01:00")]
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(500);
}
