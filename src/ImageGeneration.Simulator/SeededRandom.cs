namespace ImageGeneration.Simulator;

/// <summary>Generates random numbers that depend on a seed alone, whatever the version of the framework (SplitMix64); thread-safe. The
/// artwork package compiles the same file.</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    public static SeededRandom Create(int? seed) => new(seed is { } value ? (ulong)value : (ulong)Random.Shared.NextInt64());

    /// <summary>Returns a hash that is the same in each process (FNV-1a).</summary>
    public static ulong Hash(string text) => text.Aggregate(14695981039346656037UL, (hash, letter) => (hash ^ letter) * 1099511628211UL);

    /// <summary>Returns a number from 0 up to, but not including, 1.</summary>
    public float Next() => (NextBits() >> 40) / (float)(1 << 24);

    /// <summary>Returns a whole number from 0 up to, but not including, <paramref name="max"/>.</summary>
    public int Next(int max) => (int)((NextBits() >> 32) * (ulong)max >> 32);

    public float Between(float low, float high) => low + ((high - low) * Next());

    public bool Chance(double probability) => Next() < probability;

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Next(choices.Length)];

    public string Word(string alphabet, int length) => string.Create(length, (this, alphabet), static (word, from) =>
    {
        foreach (ref var letter in word)
        {
            letter = from.Item1.Pick<char>(from.alphabet);
        }
    });

    public Guid NextGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, NextBits());
        BitConverter.TryWriteBytes(bytes[8..], NextBits());
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private ulong NextBits()
    {
        var state = Interlocked.Add(ref _state, 0x9E3779B97F4A7C15UL);
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }
}
