namespace ImageGeneration.Simulator.Artwork;

/// <summary>Random numbers that depend on a seed alone (SplitMix64), whatever the version of the framework.</summary>
internal sealed class SeededRandom(ulong state)
{
    private ulong _state = state;

    /// <summary>A hash that is the same in each process (FNV-1a).</summary>
    public static ulong Hash(string text) => text.Aggregate(14695981039346656037UL, (hash, letter) => (hash ^ letter) * 1099511628211UL);

    /// <summary>0 to 1.</summary>
    public float Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return ((mixed ^ (mixed >> 31)) >> 40) / (float)(1 << 24);
    }

    public float Between(float low, float high) => low + ((high - low) * Next());

    public bool Chance(float probability) => Next() < probability;

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[(int)(Next() * choices.Length)];
}
