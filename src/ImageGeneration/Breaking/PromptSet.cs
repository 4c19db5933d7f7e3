namespace ImageGeneration.Breaking;

/// <summary>The prompts that failures came with: few are a matter of those prompts, many are one of whose circuit it is. Not
/// thread-safe.</summary>
/// <param name="threshold">Of so many prompts on it is no matter of a prompt; 2 at least, as of one that is never known.</param>
internal sealed class PromptSet(int threshold)
{
    private readonly int _limit = Math.Max(2, threshold);
    private HashSet<int>? _prompts;

    public bool HoldsEvery => _prompts?.Count >= _limit;

    public bool Includes(int prompt) => HoldsEvery || _prompts?.Contains(prompt) == true;

    /// <param name="prompt">The prompt.</param>
    /// <param name="staysOfPrompts">It stays a matter of prompts, however many they are.</param>
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
