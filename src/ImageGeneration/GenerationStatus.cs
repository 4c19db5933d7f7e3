using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>Where a generation stands. In JSON: the snake-case word.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<GenerationStatus>))]
public enum GenerationStatus
{
    /// <summary><c>starting</c>: accepted, not running yet.</summary>
    Starting,

    /// <summary><c>processing</c>: running.</summary>
    Processing,

    /// <summary><c>succeeded</c>: at least one image was delivered.</summary>
    Succeeded,

    /// <summary><c>failed</c></summary>
    Failed,

    /// <summary><c>canceled</c></summary>
    Canceled,
}
