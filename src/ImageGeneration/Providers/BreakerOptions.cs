using System.ComponentModel.DataAnnotations;
using ImageGeneration.Configuration;

namespace ImageGeneration.Providers;

/// <summary>Provides the options of the circuit breakers: when a provider is not asked for a while. After the break one real request
/// probes it.</summary>
public sealed class BreakerOptions
{
    /// <summary>Gets or sets the number of consecutive failures that count (see the failure table) after which the circuit opens: 1 to
    /// 1000; default 5.</summary>
    [Range(1, 1000)]
    public int FailureThreshold { get; set; } = 5;

    /// <summary>Gets or sets the duration of a break: 0.1 seconds to 1 hour; default 30 seconds.</summary>
    [TimeSpanRange("00:00:00.1", "01:00:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the duration of a break after a refused key or an empty account: 1 second to 24 hours; default 5
    /// minutes.</summary>
    [TimeSpanRange("00:00:01", "1.00:00:00")]
    public TimeSpan LongBreakDuration { get; set; } = TimeSpan.FromMinutes(5);
}
