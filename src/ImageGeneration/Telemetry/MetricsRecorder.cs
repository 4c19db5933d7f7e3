using Microsoft.Extensions.Logging;

namespace ImageGeneration.Telemetry;

/// <summary>Hands the figures to the collector. One that throws loses its figures, not the image they are about.</summary>
internal sealed partial class MetricsRecorder(IGenerationMetricsCollector collector, ILogger<MetricsRecorder> logger)
{
    private readonly GuardedLogger _logger = GuardedLogger.Around(logger);

    public void RecordAttempt(GenerationAttempt attempt, ImageModel model) =>
        Try(static made => made.collector.RecordAttempt(made.attempt, made.model), (collector, attempt, model));

    public void RecordSuccess(ImageGenerationResponse response) =>
        Try(static made => made.collector.RecordSuccess(made.response), (collector, response));

    public void RecordFailure(ImageModel model, FailureKind? kind, TimeSpan duration) =>
        Try(static made => made.collector.RecordFailure(made.model, made.kind, made.duration), (collector, model, kind, duration));

    public GenerationMetrics Snapshot(IReadOnlyDictionary<string, QueueMetrics> queues) => collector.Snapshot(queues);

    private void Try<TFigure>(Action<TFigure> record, TFigure figure)
    {
        if (Guarded.Run(figure, record) is { } exception)
        {
            MetricsThrew(_logger, exception);
        }
    }

    [LoggerMessage(1300, LogLevel.Warning, "The metrics collector threw; figures are missing.")]
    private static partial void MetricsThrew(GuardedLogger logger, Exception exception);
}
