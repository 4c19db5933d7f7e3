namespace ImageGeneration.Simulator.Rendering;

/// <summary>Repeatable chance (SplitMix64): the same on every machine and in every version of the framework.</summary>
internal sealed class Chance(ulong state)
{
    private ulong _state = state;

    public static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        return hash;
    }

    public float Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return ((mixed ^ (mixed >> 31)) >> 40) / (float)(1 << 24);
    }

    public float Between(float low, float high) => low + ((high - low) * Next());

    public int Below(int limit) => (int)(Next() * limit);

    public bool Happens(float probability) => Next() < probability;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];
}
