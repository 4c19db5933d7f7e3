namespace ImageGeneration.Breaking;

/// <summary>Holds the prompts of failures: a few blame those prompts, many blame the provider or model. Not thread-safe.</summary>
/// <param name="threshold">The number of prompts from which on no prompt is to blame; at least 2, as a single one proves nothing.</param>
internal sealed class PromptSet(int threshold)
{
    private readonly int _limit = Math.Max(2, threshold);
    private HashSet<int>? _prompts;

    public bool HoldsEvery => _prompts?.Count >= _limit;

    public bool Includes(int prompt) => HoldsEvery || _prompts?.Contains(prompt) == true;

    /// <param name="prompt">The prompt.</param>
    /// <param name="staysOfPrompts">Whether the prompts are to blame, however many they are.</param>
    public void Add(int prompt, bool staysOfPrompts)
    {
        if (!HoldsEvery && !(staysOfPrompts && _prompts?.Count + 1 >= _limit))
        {
            (_prompts ??= []).Add(prompt);
        }
    }

    public void Clear() => _prompts = null;

    public PromptSet Copy() => new(threshold) { _prompts = _prompts is null ? null : [.. _prompts] };
}
