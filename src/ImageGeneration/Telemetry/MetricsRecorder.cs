using Microsoft.Extensions.Logging;

namespace ImageGeneration.Telemetry;

/// <summary>Passes the metrics to the meter and to every collector. One that throws loses its metrics, not the image they are
/// about.</summary>
internal sealed partial class MetricsRecorder(
    IEnumerable<IGenerationMetricsCollector> collectors, ImageGenerationMeter meter, ILogger<MetricsRecorder> logger)
{
    private readonly IGenerationMetricsCollector[] _collectors = [.. collectors];
    private readonly GuardedLogger _logger = GuardedLogger.Around(logger);

    public void RecordAttempt(GenerationAttempt attempt, ImageModel model)
    {
        Try(static made => made.meter.RecordAttempt(made.attempt, made.model), (meter, attempt, model));
        foreach (var collector in _collectors)
        {
            Try(static made => made.collector.RecordAttempt(made.attempt, made.model), (collector, attempt, model));
        }
    }

    public void RecordSuccess(ImageGenerationResponse response)
    {
        Try(static made => made.meter.RecordSuccess(made.response), (meter, response));
        foreach (var collector in _collectors)
        {
            Try(static made => made.collector.RecordSuccess(made.response), (collector, response));
        }
    }

    public void RecordFailure(ImageModel model, FailureKind? kind, TimeSpan duration)
    {
        Try(static made => made.meter.RecordFailure(made.model, made.kind, made.duration), (meter, model, kind, duration));
        foreach (var collector in _collectors)
        {
            Try(static made => made.collector.RecordFailure(made.model, made.kind, made.duration), (collector, model, kind, duration));
        }
    }

    /// <summary>Gets the metrics of the collector that was registered last.</summary>
    public GenerationMetrics Snapshot(IReadOnlyDictionary<string, QueueMetrics> queues) => _collectors[^1].Snapshot(queues);

    private void Try<TFigure>(Action<TFigure> record, TFigure figure)
    {
        if (Guarded.Run(figure, record) is { } exception)
        {
            MetricsThrew(_logger, exception);
        }
    }

    [LoggerMessage(1300, LogLevel.Warning, "A metrics collector or listener threw; figures are missing.")]
    private static partial void MetricsThrew(GuardedLogger logger, Exception exception);
}
