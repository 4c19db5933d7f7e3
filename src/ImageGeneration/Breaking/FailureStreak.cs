namespace ImageGeneration.Breaking;

/// <summary>Counts consecutive failures. Not thread-safe.</summary>
/// <param name="threshold">The number of failures that opens a circuit.</param>
internal sealed class FailureStreak(int threshold)
{
    /// <summary>Gets the prompts of the failures.</summary>
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
