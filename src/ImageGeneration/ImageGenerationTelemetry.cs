namespace ImageGeneration;

/// <summary>The names under which the library is observed, for <c>AddMeter</c> and <c>AddSource</c> of OpenTelemetry.</summary>
public static class ImageGenerationTelemetry
{
    /// <summary>The name of the meter: <c>ImageGeneration</c>.</summary>
    public const string MeterName = "ImageGeneration";

    /// <summary>The name of the activity source: <c>ImageGeneration</c>.</summary>
    public const string ActivitySourceName = "ImageGeneration";
}
