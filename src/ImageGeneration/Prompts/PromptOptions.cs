using System.Text.Json.Serialization;
using ImageGeneration.Json;

namespace ImageGeneration.Prompts;

/// <summary>What becomes of a negative prompt that a model does not know.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<NegativePromptHandling>))]
public enum NegativePromptHandling
{
    /// <summary>It is left out, and a warning says so.</summary>
    Warn,

    /// <summary>It is folded into the prompt as "without …", and a warning says so.</summary>
    FoldIntoPrompt,
}

/// <summary>The settings of the default prompt enhancer.</summary>
public sealed class PromptOptions
{
    /// <summary>What becomes of a negative prompt that a model does not know; default <see cref="NegativePromptHandling.Warn"/>.</summary>
    public NegativePromptHandling NegativePrompt { get; set; } = NegativePromptHandling.Warn;

    /// <summary>Words for a style instead of the built-in ones.</summary>
    public IDictionary<ImageStyle, string> Styles { get; } = new Dictionary<ImageStyle, string>();

    /// <summary>Words for a quality enhancer instead of the built-in ones.</summary>
    public IDictionary<QualityEnhancer, string> QualityEnhancers { get; } = new Dictionary<QualityEnhancer, string>();
}
