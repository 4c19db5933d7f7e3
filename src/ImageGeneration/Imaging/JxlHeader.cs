namespace ImageGeneration.Imaging;

/// <summary>Reads JPEG XL, as a bare stream or in its container: the size is written in bits (ISO/IEC 18181-1, SizeHeader).</summary>
internal static class JxlHeader
{
    private const string Type = "image/jxl";

    private static readonly int[] FieldBits = [9, 13, 18, 30];

    private static readonly (int Width, int Height)[] Ratios = [(0, 1), (1, 1), (6, 5), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1)];

    public static ImageSignature Read(ReadOnlySpan<byte> bytes)
    {
        var stream = bytes is [0xFF, ..] ? bytes : Stream(bytes);
        if (stream is not [0xFF, 0x0A, .. var bits])
        {
            return new(Type, null, null);
        }

        var at = 0;
        var isSmall = Take(bits, ref at, 1) == 1;
        var height = Dimension(bits, ref at, isSmall);
        var ratio = Ratios[Take(bits, ref at, 3)];
        var width = ratio.Width == 0 ? Dimension(bits, ref at, isSmall) : height * ratio.Width / ratio.Height;
        return at > bits.Length * 8L || width > int.MaxValue || height > int.MaxValue
            ? new(Type, null, null)
            : new(Type, (int)width, (int)height);
    }

    // The stream is in one box, or begins in the first of several, after their number.
    private static ReadOnlySpan<byte> Stream(ReadOnlySpan<byte> bytes)
    {
        var whole = bytes.IndexOf("jxlc"u8);
        var part = bytes.IndexOf("jxlp"u8);
        return whole >= 0 ? bytes[(whole + 4)..] : part >= 0 && bytes.Length - part >= 8 ? bytes[(part + 8)..] : default;
    }

    private static long Dimension(ReadOnlySpan<byte> bits, ref int at, bool isSmall) =>
        isSmall ? (Take(bits, ref at, 5) + 1) * 8L : Take(bits, ref at, FieldBits[Take(bits, ref at, 2)]) + 1L;

    // Beyond the end are zeros; the caller sees by the position that it went too far.
    private static int Take(ReadOnlySpan<byte> bits, ref int at, int count)
    {
        var value = 0;
        for (var i = 0; i < count; i++, at++)
        {
            value |= at / 8 < bits.Length ? ((bits[at / 8] >> (at % 8)) & 1) << i : 0;
        }

        return value;
    }
}
