using System.ComponentModel.DataAnnotations;
using ImageGeneration.Configuration;

namespace ImageGeneration.Providers;

/// <summary>Provides the options of the retry at the same provider: after it has surely not accepted the job, or when its error says that
/// a failed job may be tried again (each time is a new job). Never after an unknown outcome.</summary>
public sealed class RetryOptions
{
    /// <summary>Gets or sets the number of further submits of one job: 0 to 10; default 2.</summary>
    [Range(0, 10)]
    public int MaxResubmits { get; set; } = 2;

    /// <summary>Gets or sets the first delay after an outage, which is doubled each time, with jitter: 0 to 1 minute; default 0.5
    /// seconds.</summary>
    [TimeSpanRange("00:00:00", "00:01:00")]
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(500);
}
