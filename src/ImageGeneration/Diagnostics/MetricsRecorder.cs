using Microsoft.Extensions.Logging;

namespace ImageGeneration.Diagnostics;

/// <summary>Hands the figures to the collector. One that throws loses its figures, not the image they are about.</summary>
internal sealed partial class MetricsRecorder(IGenerationMetricsCollector collector, ILogger<MetricsRecorder> logger)
{
    public void RecordAttempt(GenerationAttempt attempt, ImageModel model) =>
        Try(static (metrics, made) => metrics.RecordAttempt(made.attempt, made.model), (attempt, model));

    public void RecordSuccess(ImageGenerationResponse response) => Try(static (metrics, made) => metrics.RecordSuccess(made), response);

    public void RecordFailure(ImageModel model, FailureKind? kind, TimeSpan duration) =>
        Try(static (metrics, made) => metrics.RecordFailure(made.model, made.kind, made.duration), (model, kind, duration));

    public GenerationMetrics Snapshot(IReadOnlyDictionary<string, QueueMetrics> queues) => collector.Snapshot(queues);

    private void Try<TFigure>(Action<IGenerationMetricsCollector, TFigure> record, TFigure figure)
    {
        try
        {
            record(collector, figure);
        }
#pragma warning disable CA1031 // the application's own code, or a listener of its own
        catch (Exception exception)
#pragma warning restore CA1031
        {
            MetricsThrew(logger, exception);
        }
    }

    [LoggerMessage(1300, LogLevel.Warning, "The metrics collector threw; figures are missing.")]
    private static partial void MetricsThrew(ILogger logger, Exception exception);
}
