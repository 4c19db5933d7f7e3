namespace ImageGeneration.Breaking;

/// <summary>Failures in a row. Not thread-safe.</summary>
/// <param name="threshold">How many open a circuit.</param>
internal sealed class FailureStreak(int threshold)
{
    /// <summary>The prompts they came with.</summary>
    public PromptSet Prompts { get; } = new(threshold);

    public int Count { get; private set; }

    public bool IsFull => Count >= threshold;

    public void Add(int prompt, bool staysOfPrompts)
    {
        Prompts.Add(prompt, staysOfPrompts);
        Count++;
    }

    public void Clear()
    {
        Prompts.Clear();
        Count = 0;
    }
}
