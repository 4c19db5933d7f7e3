using Microsoft.Extensions.Logging;

namespace ImageGeneration.Routing;

internal static partial class RoutingLog
{
    [LoggerMessage(1200, LogLevel.Warning, "{Provider} failed ({Kind}): {Reason} Moving on to {Next}.")]
    public static partial void MovingOn(ILogger logger, string provider, FailureKind? kind, string reason, string next);
}
