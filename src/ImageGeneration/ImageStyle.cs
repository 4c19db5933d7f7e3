using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>Specifies the style of an image; each adds its own words to the prompt. In JSON: the snake-case name,
/// <c>oil_painting</c>.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ImageStyle>))]
public enum ImageStyle
{
    /// <summary>A watercolor: <c>watercolor</c>.</summary>
    Watercolor,

    /// <summary>An oil painting: <c>oil_painting</c>.</summary>
    OilPainting,

    /// <summary>Digital art: <c>digital_art</c>.</summary>
    DigitalArt,

    /// <summary>A cartoon: <c>cartoon</c>.</summary>
    Cartoon,

    /// <summary>A photograph: <c>realistic</c>. FLUX requests with it go to the provider with the best quality.</summary>
    Realistic,

    /// <summary>A sketch: <c>sketch</c>.</summary>
    Sketch,

    /// <summary>Anime: <c>anime</c>.</summary>
    Anime,
}
