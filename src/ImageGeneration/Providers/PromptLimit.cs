using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Providers;

/// <summary>How much of a prompt a model reads; the end of a longer one is cut off without a word.</summary>
/// <param name="Max">The most it reads, the marks of beginning and end included.</param>
/// <param name="Unit">Of what.</param>
public readonly record struct PromptLimit(int Max, PromptUnit Unit);

/// <summary>What a model counts a prompt in.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<PromptUnit>))]
public enum PromptUnit
{
    /// <summary>Tokens of CLIP, the text encoder of Stable Diffusion and SDXL: most English words are one, other writing takes
    /// more.</summary>
    ClipTokens,

    /// <summary>Tokens of a larger text encoder, such as the T5 of FLUX.</summary>
    Tokens,

    /// <summary>Characters.</summary>
    Characters,
}
