using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>Specifies the state of a generation. In JSON: the snake-case name.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<GenerationStatus>))]
public enum GenerationStatus
{
    /// <summary>The generation has been accepted and is not running yet: <c>starting</c>.</summary>
    Starting,

    /// <summary>The generation is running: <c>processing</c>.</summary>
    Processing,

    /// <summary>At least one image was delivered: <c>succeeded</c>.</summary>
    Succeeded,

    /// <summary>The generation failed: <c>failed</c>.</summary>
    Failed,

    /// <summary>The generation was canceled: <c>canceled</c>.</summary>
    Canceled,
}
