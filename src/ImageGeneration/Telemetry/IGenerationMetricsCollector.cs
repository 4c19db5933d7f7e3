namespace ImageGeneration.Telemetry;

/// <summary>Collects figures: called once per attempt and once per request, from many threads.</summary>
/// <remarks>Every registered collector gets every figure, and so does the meter <see cref="ImageGenerationTelemetry.MeterName"/>. The one
/// registered last answers <see cref="IImageGenerationService.GetMetrics"/>.</remarks>
public interface IGenerationMetricsCollector
{
    /// <summary>A job, or the try to get one, has ended.</summary>
    /// <param name="attempt">What became of it.</param>
    /// <param name="model">The application's name of the model.</param>
    void RecordAttempt(GenerationAttempt attempt, ImageModel model);

    /// <summary>A request has delivered.</summary>
    /// <param name="response">What it brought.</param>
    void RecordSuccess(ImageGenerationResponse response);

    /// <summary>A request has failed, or its caller has canceled it.</summary>
    /// <param name="model">The application's name of the model.</param>
    /// <param name="kind">Why; null when the caller canceled.</param>
    /// <param name="duration">From the call to the end.</param>
    void RecordFailure(ImageModel model, FailureKind? kind, TimeSpan duration);

    /// <summary>Gets the figures so far.</summary>
    /// <param name="queues">The queues' figures, which the lanes hold.</param>
    /// <returns>A snapshot.</returns>
    GenerationMetrics Snapshot(IReadOnlyDictionary<string, QueueMetrics> queues);
}
