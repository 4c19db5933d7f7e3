using ImageGeneration.Telemetry;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Failover;

internal static partial class FailoverLog
{
    [LoggerMessage(1200, LogLevel.Warning, "{Provider} failed ({Kind}): {Reason} Moving on to {Next}.")]
    public static partial void MovingOn(GuardedLogger logger, string provider, FailureKind? kind, string reason, string next);

    [LoggerMessage(1201, LogLevel.Information,
        "{Provider} takes longer than {HedgeDelay}, which is unusual; starting a hedge at {Next}.")]
    public static partial void Hedging(GuardedLogger logger, string provider, TimeSpan hedgeDelay, string next);

    [LoggerMessage(1202, LogLevel.Warning, "Every provider is unavailable (circuit open) or throttled; waiting for the first to recover.")]
    public static partial void WaitingForRecovery(GuardedLogger logger);
}
