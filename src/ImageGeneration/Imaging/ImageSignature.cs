using System.Buffers.Binary;

namespace ImageGeneration.Imaging;

/// <summary>Represents what the first bytes of a file say: the media type, and the size when the header contains it. Labels may be wrong,
/// bytes are not.</summary>
/// <param name="MediaType">The media type, such as <c>image/png</c>.</param>
/// <param name="Width">The width in pixels; null when the available bytes do not contain it.</param>
/// <param name="Height">The height in pixels; null when the available bytes do not contain it.</param>
internal readonly record struct ImageSignature(string MediaType, int? Width, int? Height)
{
    /// <summary>The number of bytes that suffices for every signature and nearly every size.</summary>
    public const int HeaderBytes = 64 * 1024;

    private const int MaxPixels = 65536;

    public static ImageSignature? Read(ReadOnlySpan<byte> bytes) =>
        // A header can say anything; no image is that large.
        Header(bytes) is not { } header ? null
        : header is { Width: > 0 and <= MaxPixels, Height: > 0 and <= MaxPixels } ? header
        : new(header.MediaType, null, null);

    private static ImageSignature? Header(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png(bytes),
            [0xFF, 0xD8, 0xFF, ..] => Jpeg(bytes),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => Webp(bytes),
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => Gif(bytes),
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => IsoHeader.Read(bytes),
            [0xFF, 0x0A, ..] or [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ', ..] => JxlHeader.Read(bytes),
            [(byte)'I', (byte)'I', 0x2A or 0x2B, 0, ..] or [(byte)'M', (byte)'M', 0, 0x2A or 0x2B, ..] => TiffHeader.Read(bytes),
            _ => RasterHeaders.Read(bytes) ?? SvgHeader.Read(bytes),
        };

    private static ImageSignature Png(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 24
            ? new("image/png", BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadInt32BigEndian(bytes[20..]))
            : new("image/png", null, null);

    private static ImageSignature Gif(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 10
            ? new("image/gif", BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]))
            : new("image/gif", null, null);

    private static ImageSignature Jpeg(ReadOnlySpan<byte> bytes)
    {
        var at = 2;
        while (at + 9 <= bytes.Length && bytes[at] == 0xFF)
        {
            var marker = bytes[at + 1];
            if (marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC)
            {
                return new(
                    "image/jpeg",
                    BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]),
                    BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]));
            }

            // A marker may be preceded by any number of fill bytes.
            at += marker == 0xFF ? 1 : 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        }

        return new("image/jpeg", null, null);
    }

    private static ImageSignature Webp(ReadOnlySpan<byte> bytes)
    {
        const string type = "image/webp";
        if (bytes.Length < 30)
        {
            return new(type, null, null);
        }

        return (char)bytes[15] switch
        {
            ' ' => new(
                type,
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[26..]) & 0x3FFF,
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]) & 0x3FFF),
            'L' => Lossless(BinaryPrimitives.ReadUInt32LittleEndian(bytes[21..])),
            'X' => new(type, 1 + UInt24(bytes[24..]), 1 + UInt24(bytes[27..])),
            _ => new(type, null, null),
        };

        static ImageSignature Lossless(uint bits) => new(type, (int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
        static int UInt24(ReadOnlySpan<byte> b) => b[0] | (b[1] << 8) | (b[2] << 16);
    }
}
