using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>Specifies a file format. In JSON: <c>png</c>, <c>jpeg</c>, <c>webp</c>.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ImageFormat>))]
public enum ImageFormat
{
    /// <summary>PNG: <c>png</c>, <c>image/png</c>.</summary>
    Png,

    /// <summary>JPEG: <c>jpeg</c>, <c>image/jpeg</c>.</summary>
    Jpeg,

    /// <summary>WebP: <c>webp</c>, <c>image/webp</c>.</summary>
    Webp,
}
