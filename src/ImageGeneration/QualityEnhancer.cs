using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>A demand on quality; each adds its own words to the prompt. In JSON: the snake-case name, <c>high_detail</c>.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<QualityEnhancer>))]
public enum QualityEnhancer
{
    /// <summary><c>high_detail</c></summary>
    HighDetail,

    /// <summary><c>professional_lighting</c></summary>
    ProfessionalLighting,

    /// <summary><c>sharp_focus</c></summary>
    SharpFocus,

    /// <summary><c>vibrant_colors</c></summary>
    VibrantColors,

    /// <summary><c>cinematic</c></summary>
    Cinematic,
}
