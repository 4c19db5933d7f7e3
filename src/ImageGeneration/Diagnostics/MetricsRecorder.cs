using Microsoft.Extensions.Logging;

namespace ImageGeneration.Diagnostics;

/// <summary>Hands the figures to the collector. One that throws loses its figures, not the image they are about.</summary>
internal sealed class MetricsRecorder(IGenerationMetricsCollector collector, ILogger<MetricsRecorder> logger)
{
    public void RecordAttempt(GenerationAttempt attempt, ImageModel model)
    {
        try
        {
            collector.RecordAttempt(attempt, model);
        }
#pragma warning disable CA1031 // the application's own code, or a listener of its own
        catch (Exception exception)
#pragma warning restore CA1031
        {
            DiagnosticsLog.MetricsThrew(logger, exception);
        }
    }

    public void RecordSuccess(ImageGenerationResponse response)
    {
        try
        {
            collector.RecordSuccess(response);
        }
#pragma warning disable CA1031 // as above
        catch (Exception exception)
#pragma warning restore CA1031
        {
            DiagnosticsLog.MetricsThrew(logger, exception);
        }
    }

    public void RecordFailure(ImageModel model, FailureKind? kind, TimeSpan duration)
    {
        try
        {
            collector.RecordFailure(model, kind, duration);
        }
#pragma warning disable CA1031 // as above
        catch (Exception exception)
#pragma warning restore CA1031
        {
            DiagnosticsLog.MetricsThrew(logger, exception);
        }
    }

    public GenerationMetrics Snapshot(IReadOnlyDictionary<string, QueueMetrics> queues) => collector.Snapshot(queues);
}

internal static partial class DiagnosticsLog
{
    [LoggerMessage(1300, LogLevel.Warning, "The metrics collector threw; figures are missing.")]
    public static partial void MetricsThrew(ILogger logger, Exception exception);
}
