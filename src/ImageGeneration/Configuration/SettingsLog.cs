using ImageGeneration.Telemetry;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Configuration;

internal static partial class SettingsLog
{
    [LoggerMessage(1500, LogLevel.Information, "{Provider} uses its changed settings")]
    public static partial void ProviderReloaded(GuardedLogger logger, string provider);

    [LoggerMessage(1501, LogLevel.Warning, "{Setting} has changed, which takes effect after a restart; it stays as it was")]
    public static partial void NeedsRestart(GuardedLogger logger, string setting);

    [LoggerMessage(1502, LogLevel.Error, "The changed settings are invalid, and the last valid ones stay: {Failures}")]
    public static partial void InvalidReload(GuardedLogger logger, string failures);

    [LoggerMessage(1503, LogLevel.Error, "The changed settings cannot be used, and the last valid ones stay")]
    public static partial void FailedReload(GuardedLogger logger, Exception exception);

    [LoggerMessage(1504, LogLevel.Warning, "{Provider} no longer has a key in the settings; the last one is used until a restart")]
    public static partial void KeyRemoved(GuardedLogger logger, string provider);

    [LoggerMessage(1505, LogLevel.Warning, "{Provider} now has a key in the settings; the provider is used after a restart")]
    public static partial void KeyAdded(GuardedLogger logger, string provider);
}
