namespace ImageGeneration.Telemetry;

/// <summary>Collects metrics: called once for each attempt and once for each request, from many threads.</summary>
/// <remarks>Every registered collector receives all metrics, and so does the meter <see cref="ImageGenerationTelemetry.MeterName"/>. The
/// one that was registered last provides <see cref="IImageGenerationService.GetMetrics"/>.</remarks>
public interface IGenerationMetricsCollector
{
    /// <summary>Records that an attempt has ended.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="model">The application's name of the model.</param>
    void RecordAttempt(GenerationAttempt attempt, ImageModel model);

    /// <summary>Records that a request has delivered.</summary>
    /// <param name="response">The response.</param>
    void RecordSuccess(ImageGenerationResponse response);

    /// <summary>Records that a request has failed, or that its caller has canceled it.</summary>
    /// <param name="model">The application's name of the model.</param>
    /// <param name="kind">The kind of the failure; null when the caller canceled.</param>
    /// <param name="duration">The time from the call to its end.</param>
    void RecordFailure(ImageModel model, FailureKind? kind, TimeSpan duration);

    /// <summary>Gets the metrics so far.</summary>
    /// <param name="queues">The metrics of the queues, by provider name.</param>
    /// <returns>A snapshot.</returns>
    GenerationMetrics Snapshot(IReadOnlyDictionary<string, QueueMetrics> queues);
}
