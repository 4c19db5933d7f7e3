using ImageGeneration.Configuration;

namespace ImageGeneration.Shutdown;

/// <summary>Provides the options of the shutdown: what happens to requests when the host stops, or when the container is disposed
/// asynchronously.</summary>
/// <remarks>From then on no job is submitted: a request without one ends with <see cref="FailureKind.ShuttingDown"/>.</remarks>
public sealed class ShutdownOptions
{
    /// <summary>Gets or sets what becomes of running jobs; default <see cref="ShutdownMode.Cancel"/>.</summary>
    public ShutdownMode Mode { get; set; } = ShutdownMode.Cancel;

    /// <summary>Gets or sets how long running jobs, or their cancellations, are awaited: 0 to 1 hour; default 20 seconds. What is canceled
    /// after that gets five seconds more. Both fit into the 30 seconds that a host has by default
    /// (<c>HostOptions.ShutdownTimeout</c>).</summary>
    [TimeSpanRange("00:00:00", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);
}
