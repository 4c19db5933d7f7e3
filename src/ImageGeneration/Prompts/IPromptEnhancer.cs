using ImageGeneration.Providers;

namespace ImageGeneration.Prompts;

/// <summary>Turns the caller's words into the model's. Replace it by registering your own.</summary>
public interface IPromptEnhancer
{
    /// <summary>Adds the words of style and quality enhancers, in the way the model wants it.</summary>
    /// <param name="request">What to draw.</param>
    /// <param name="capabilities">What the model can do.</param>
    /// <returns>What is to be sent.</returns>
    EnhancedPrompt Enhance(ImageGenerationRequest request, ModelCapabilities capabilities);
}
