using System.Buffers.Binary;

namespace ImageGeneration.Imaging;

/// <summary>Reads formats with the size at a fixed offset: BMP, ICO, PSD, QOI, JPEG 2000, and a few that are only named.</summary>
internal static class RasterHeaders
{
    public static ImageSignature? Read(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [(byte)'B', (byte)'M', ..] => Bmp(bytes),
        [0, 0, 1, 0, ..] => Ico(bytes),
        [(byte)'8', (byte)'B', (byte)'P', (byte)'S', 0, 1 or 2, ..] => new("image/vnd.adobe.photoshop", Big(bytes, 18), Big(bytes, 14)),
        [(byte)'q', (byte)'o', (byte)'i', (byte)'f', ..] => new("image/qoi", Big(bytes, 4), Big(bytes, 8)),
        [0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' ', 0x0D, 0x0A, 0x87, 0x0A, ..] => Jp2(bytes),
        [0xFF, 0x4F, 0xFF, 0x51, ..] => new("image/j2c", Big(bytes, 8) - Big(bytes, 16), Big(bytes, 12) - Big(bytes, 20)),
        [(byte)'I', (byte)'I', 0xBC, 1, ..] => new("image/jxr", null, null),
        [0x76, 0x2F, 0x31, 0x01, ..] => new("image/x-exr", null, null),
        [(byte)'#', (byte)'?', (byte)'R', (byte)'A' or (byte)'G', ..] => new("image/vnd.radiance", null, null),
        [(byte)'P', >= (byte)'1' and <= (byte)'7', (byte)'\n' or (byte)'\r' or (byte)' ', >= (byte)'0' and <= (byte)'9' or (byte)'#', ..] =>
            new("image/x-portable-anymap", null, null),
        _ => null,
    };

    // Two letters are no proof; the length of the header after them is.
    private static ImageSignature? Bmp(ReadOnlySpan<byte> bytes) =>
        bytes.Length < 26 ? null : BinaryPrimitives.ReadInt32LittleEndian(bytes[14..]) switch
        {
            12 => new(
                "image/bmp",
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]),
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[20..])),
            16 or 40 or 52 or 56 or 64 or 108 or 124 => new(
                "image/bmp",
                BinaryPrimitives.ReadInt32LittleEndian(bytes[18..]),
                // Negative when the rows begin at the top.
                (int)Math.Min(Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(bytes[22..])), int.MaxValue)),
            _ => null,
        };

    private static ImageSignature? Ico(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 22 && bytes[4] + bytes[5] > 0 && bytes[9] == 0 && BinaryPrimitives.ReadInt32LittleEndian(bytes[18..]) >= 22
            ? new("image/vnd.microsoft.icon", Side(bytes[6]), Side(bytes[7]))
            : null;

    private static int Side(byte side) => side == 0 ? 256 : side;

    private static ImageSignature Jp2(ReadOnlySpan<byte> bytes)
    {
        var header = bytes.IndexOf("ihdr"u8);
        return header < 0
            ? new("image/jp2", null, null)
            : new("image/jp2", Big(bytes, header + 8), Big(bytes, header + 4));
    }

    private static int? Big(ReadOnlySpan<byte> bytes, int at) =>
        bytes.Length >= at + 4 ? BinaryPrimitives.ReadInt32BigEndian(bytes[at..]) : null;
}
