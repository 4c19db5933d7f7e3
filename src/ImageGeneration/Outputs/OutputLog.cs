using ImageGeneration.Telemetry;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Outputs;

/// <summary>Log ids 3000 to 3999.</summary>
internal static partial class OutputLog
{
    [LoggerMessage(3000, LogLevel.Warning, "Fetching an image from {Host} failed ({Reason}); it is retried")]
    public static partial void Retrying(GuardedLogger logger, string host, string reason);

    [LoggerMessage(3001, LogLevel.Warning, "{Check} failed; the image passes with a warning")]
    public static partial void CheckFailed(GuardedLogger logger, string check, Exception exception);
}
