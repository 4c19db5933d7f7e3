namespace ImageGeneration;

/// <summary>Provides the names of the library's telemetry, for <c>AddMeter</c> and <c>AddSource</c> of OpenTelemetry.</summary>
public static class ImageGenerationTelemetry
{
    /// <summary>The name of the meter: <c>ImageGeneration</c>.</summary>
    public const string MeterName = "ImageGeneration";

    /// <summary>The name of the activity source: <c>ImageGeneration</c>.</summary>
    public const string ActivitySourceName = "ImageGeneration";
}
