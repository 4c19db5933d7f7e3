namespace ImageGeneration.Breaking;

/// <summary>Failures in a row, and which prompts they came with. Not thread-safe.</summary>
/// <param name="threshold">Of so many prompts on it is no matter of a prompt; 2 at least, as of one that is never known.</param>
internal sealed class FailureStreak(int threshold)
{
    private HashSet<int>? _prompts;

    public int Count { get; private set; }

    public bool IsOfAnyPrompt => _prompts?.Count >= Math.Max(2, threshold);

    public bool Includes(int prompt) => IsOfAnyPrompt || _prompts?.Contains(prompt) == true;

    /// <param name="prompt">What it came with.</param>
    /// <param name="isOfPrompts">It stays a matter of prompts, however many they are.</param>
    /// <returns>How many there are now.</returns>
    public int Add(int prompt, bool isOfPrompts = false)
    {
        if (!IsOfAnyPrompt && !(isOfPrompts && _prompts?.Count + 1 >= Math.Max(2, threshold)))
        {
            (_prompts ??= []).Add(prompt);
        }

        return ++Count;
    }

    public void Clear() => (Count, _prompts) = (0, null);

    public FailureStreak Copy() => new(threshold) { Count = Count, _prompts = _prompts is null ? null : [.. _prompts] };
}
