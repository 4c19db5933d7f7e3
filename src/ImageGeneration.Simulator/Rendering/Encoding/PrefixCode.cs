namespace ImageGeneration.Simulator.Rendering.Encoding;

/// <summary>A canonical Huffman code of WebP: at most fifteen bits a symbol, none when there is only one symbol.</summary>
internal sealed class PrefixCode
{
    private const int LongestCode = 15;
    private readonly byte[] _lengths;
    private readonly ushort[] _codes;
    private readonly int _single;

    private PrefixCode(byte[] lengths, int single)
    {
        _lengths = lengths;
        _single = single;
        _codes = single < 0 ? Canonical(lengths) : new ushort[lengths.Length];
    }

    public static PrefixCode Of(int[] counts)
    {
        var used = Enumerable.Range(0, counts.Length).Where(symbol => counts[symbol] > 0).ToList();
        if (used.Count < 2)
        {
            return new PrefixCode(new byte[counts.Length], used.FirstOrDefault());
        }

        // Rare symbols are taken for more frequent than they are until no code is too long.
        for (var least = 1; ; least *= 2)
        {
            var lengths = Lengths(counts, used, least);
            if (lengths.Max() <= LongestCode)
            {
                return new PrefixCode(lengths, single: -1);
            }
        }
    }

    /// <summary>A code with one symbol below 256.</summary>
    public static void WriteSingle(WebpBitWriter bits, int symbol)
    {
        bits.Write(0b101, 3);
        bits.Write((uint)symbol, 8);
    }

    public void WriteTable(WebpBitWriter bits)
    {
        if (_single >= 0)
        {
            WriteSingle(bits, _single);
            return;
        }

        // The lengths are written in a code of their own: four bits for each of 0 to 15, none for the repeats 16 to 18.
        const int RepeatSymbols = 16;
        ReadOnlySpan<byte> order = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
        bits.Write(0, 1);
        bits.Write((uint)order.Length - 4, 4);
        foreach (var symbol in order)
        {
            bits.Write(symbol >= RepeatSymbols ? 0u : 4u, 3);
        }

        bits.Write(0, 1);
        foreach (var length in _lengths)
        {
            bits.Write(Reverse(length, 4), 4);
        }
    }

    public void Write(WebpBitWriter bits, int symbol) => bits.Write(_codes[symbol], _lengths[symbol]);

    private static byte[] Lengths(int[] counts, List<int> used, int least)
    {
        var parents = new int[used.Count * 2];
        var queue = new PriorityQueue<int, (long Count, int Node)>();
        for (var leaf = 0; leaf < used.Count; leaf++)
        {
            queue.Enqueue(leaf, (Math.Max(counts[used[leaf]], least), leaf));
        }

        var next = used.Count;
        while (queue.Count > 1)
        {
            queue.TryDequeue(out var one, out var first);
            queue.TryDequeue(out var other, out var second);
            parents[one] = parents[other] = next;
            queue.Enqueue(next, (first.Count + second.Count, next));
            next++;
        }

        var lengths = new byte[counts.Length];
        for (var leaf = 0; leaf < used.Count; leaf++)
        {
            for (var node = leaf; node != next - 1; node = parents[node])
            {
                lengths[used[leaf]]++;
            }
        }

        return lengths;
    }

    private static ushort[] Canonical(byte[] lengths)
    {
        var codes = new ushort[lengths.Length];
        uint code = 0;
        for (var length = 1; length <= LongestCode; length++, code <<= 1)
        {
            for (var symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] == length)
                {
                    codes[symbol] = (ushort)Reverse(code++, length);
                }
            }
        }

        return codes;
    }

    private static uint Reverse(uint code, int length)
    {
        uint reversed = 0;
        for (var bit = 0; bit < length; bit++)
        {
            reversed = (reversed << 1) | ((code >> bit) & 1);
        }

        return reversed;
    }
}
