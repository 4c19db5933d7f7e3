using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>The look of the picture; each adds its own words to the prompt. In JSON: the snake-case name, <c>oil_painting</c>.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ImageStyle>))]
public enum ImageStyle
{
    /// <summary><c>watercolor</c></summary>
    Watercolor,

    /// <summary><c>oil_painting</c></summary>
    OilPainting,

    /// <summary><c>digital_art</c></summary>
    DigitalArt,

    /// <summary><c>cartoon</c></summary>
    Cartoon,

    /// <summary><c>realistic</c>: a photograph; FLUX requests with it go to the provider with the best quality.</summary>
    Realistic,

    /// <summary><c>sketch</c></summary>
    Sketch,

    /// <summary><c>anime</c></summary>
    Anime,
}
