using ImageGeneration.Providers;

namespace ImageGeneration.Prompts;

/// <summary>Turns the caller's prompt into the prompt for the model. Replace it by registering your own.</summary>
public interface IPromptEnhancer
{
    /// <summary>Adds the words of style and quality enhancers, in the form that the model takes.</summary>
    /// <param name="request">The request.</param>
    /// <param name="capabilities">The capabilities of the model.</param>
    /// <returns>The prompt to send.</returns>
    EnhancedPrompt Enhance(ImageGenerationRequest request, ModelCapabilities capabilities);
}
