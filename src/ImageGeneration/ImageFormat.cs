using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>A file format. In JSON: <c>png</c>, <c>jpeg</c>, <c>webp</c>.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ImageFormat>))]
public enum ImageFormat
{
    /// <summary><c>png</c>, <c>image/png</c></summary>
    Png,

    /// <summary><c>jpeg</c>, <c>image/jpeg</c></summary>
    Jpeg,

    /// <summary><c>webp</c>, <c>image/webp</c></summary>
    Webp,
}
