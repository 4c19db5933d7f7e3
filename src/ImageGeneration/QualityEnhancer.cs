using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>Specifies a quality enhancer; each adds its own words to the prompt. In JSON: the snake-case name,
/// <c>high_detail</c>.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<QualityEnhancer>))]
public enum QualityEnhancer
{
    /// <summary>More detail: <c>high_detail</c>.</summary>
    HighDetail,

    /// <summary>Professional lighting: <c>professional_lighting</c>.</summary>
    ProfessionalLighting,

    /// <summary>Sharp focus: <c>sharp_focus</c>.</summary>
    SharpFocus,

    /// <summary>Vibrant colors: <c>vibrant_colors</c>.</summary>
    VibrantColors,

    /// <summary>A cinematic look: <c>cinematic</c>.</summary>
    Cinematic,
}
