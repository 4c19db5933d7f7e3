namespace ImageGeneration;

/// <summary>Represents a prompt as it is sent.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="NegativePrompt">The negative prompt; null when none is sent.</param>
/// <param name="Warnings">The texts that could not be honored, one sentence each; empty when all could.</param>
public readonly record struct EnhancedPrompt(string Prompt, string? NegativePrompt, IReadOnlyList<string> Warnings)
{
    /// <summary>Returns the length of the prompt, never its text.</summary>
    public override string ToString() => $"{Prompt.Length} characters";
}
