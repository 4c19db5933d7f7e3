using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Providers;

/// <summary>Represents how much of a prompt a model reads; the rest of a longer one is silently cut off.</summary>
/// <param name="Max">The maximum, including the marks of beginning and end.</param>
/// <param name="Unit">The unit of the maximum.</param>
public readonly record struct PromptLimit(int Max, PromptUnit Unit);

/// <summary>Specifies the unit in which a model counts a prompt.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<PromptUnit>))]
public enum PromptUnit
{
    /// <summary>Tokens of CLIP, the text encoder of Stable Diffusion and SDXL: most English words are one, other scripts take
    /// more.</summary>
    ClipTokens,

    /// <summary>Tokens of a larger text encoder, such as the T5 of FLUX.</summary>
    Tokens,

    /// <summary>Characters.</summary>
    Characters,
}
