using ImageGeneration.Telemetry;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Shutdown;

internal static partial class ShutdownLog
{
    [LoggerMessage(1700, LogLevel.Information, "Shutting down with {Count} requests under way; mode {Mode}, for {Timeout} at most.")]
    public static partial void Draining(GuardedLogger logger, int count, ShutdownMode mode, TimeSpan timeout);

    [LoggerMessage(1701, LogLevel.Warning,
        "{Count} requests had not ended when the time for the shutdown was over; their jobs may still run.")]
    public static partial void LeftBehind(GuardedLogger logger, int count);
}
