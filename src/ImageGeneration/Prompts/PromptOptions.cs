using System.Text.Json.Serialization;
using ImageGeneration.Configuration;
using ImageGeneration.Json;

namespace ImageGeneration.Prompts;

/// <summary>Specifies what becomes of a negative prompt that a model does not take.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<NegativePromptHandling>))]
public enum NegativePromptHandling
{
    /// <summary>It is left out, with a warning.</summary>
    Warn,

    /// <summary>It is folded into the prompt as "without …", with a warning.</summary>
    FoldIntoPrompt,
}

/// <summary>Provides the options for prompts: their checks, and the default prompt enhancer.</summary>
public sealed class PromptOptions
{
    /// <summary>Gets or sets what becomes of a negative prompt that a model does not take; default
    /// <see cref="NegativePromptHandling.Warn"/>.</summary>
    public NegativePromptHandling NegativePrompt { get; set; } = NegativePromptHandling.Warn;

    /// <summary>Gets or sets the timeout of one <see cref="IPromptCheck"/>: 0.1 seconds to 10 minutes; default 10 seconds.</summary>
    [TimeSpanRange("00:00:00.1", "00:10:00")]
    public TimeSpan CheckTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets a value indicating whether a request is run although an <see cref="IPromptCheck"/> threw or took too long;
    /// default false: what was not checked does not pass.</summary>
    public bool AllowWhenCheckFails { get; set; }

    /// <summary>Gets the words of styles that replace the built-in ones; empty by default.</summary>
    public IDictionary<ImageStyle, string> Styles { get; } = new Dictionary<ImageStyle, string>();

    /// <summary>Gets the words of quality enhancers that replace the built-in ones; empty by default.</summary>
    public IDictionary<QualityEnhancer, string> QualityEnhancers { get; } = new Dictionary<QualityEnhancer, string>();
}
