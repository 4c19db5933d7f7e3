namespace ImageGeneration;

/// <summary>A prompt as it is sent.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="NegativePrompt">The negative prompt; null when none is sent.</param>
/// <param name="Warnings">What could not be honoured; empty when all could.</param>
public readonly record struct EnhancedPrompt(string Prompt, string? NegativePrompt, IReadOnlyList<string> Warnings)
{
    /// <summary>Nothing of the texts.</summary>
    public override string ToString() => $"{Prompt.Length} characters";
}
