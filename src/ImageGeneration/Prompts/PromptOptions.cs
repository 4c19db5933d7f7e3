using System.Text.Json.Serialization;
using ImageGeneration.Configuration;
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

/// <summary>The settings of prompts: how they are checked, and the default prompt enhancer.</summary>
public sealed class PromptOptions
{
    /// <summary>What becomes of a negative prompt that a model does not know; default <see cref="NegativePromptHandling.Warn"/>.</summary>
    public NegativePromptHandling NegativePrompt { get; set; } = NegativePromptHandling.Warn;

    /// <summary>Gets or sets the time for one <see cref="IPromptCheck"/>: 0.1 seconds to 10 minutes; default 10 seconds.</summary>
    [TimeSpanRange("00:00:00.1", "00:10:00")]
    public TimeSpan CheckTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets a value indicating whether a request is run although an <see cref="IPromptCheck"/> threw or took too long;
    /// default false: what was not checked does not pass.</summary>
    public bool AllowWhenCheckFails { get; set; }

    /// <summary>Words for a style instead of the built-in ones.</summary>
    public IDictionary<ImageStyle, string> Styles { get; } = new Dictionary<ImageStyle, string>();

    /// <summary>Words for a quality enhancer instead of the built-in ones.</summary>
    public IDictionary<QualityEnhancer, string> QualityEnhancers { get; } = new Dictionary<QualityEnhancer, string>();
}
