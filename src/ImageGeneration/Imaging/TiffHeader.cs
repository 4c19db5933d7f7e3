using System.Buffers.Binary;

namespace ImageGeneration.Imaging;

/// <summary>Reads TIFF in both byte orders, and BigTIFF: the size is in the first directory, when that is among the available
/// bytes.</summary>
internal static class TiffHeader
{
    private const string Type = "image/tiff";
    private const int EntryBytes = 12;
    private const int WidthTag = 256;
    private const int HeightTag = 257;
    private const int ShortType = 3;

    public static ImageSignature Read(ReadOnlySpan<byte> bytes)
    {
        var little = bytes[0] == (byte)'I';
        if (bytes.Length < 8 || UInt16(bytes[2..], little) != 42 || UInt32(bytes[4..], little) is var start && start > bytes.Length - 2)
        {
            return new(Type, null, null);
        }

        int? width = null, height = null;
        var directory = bytes[(int)start..];
        var count = UInt16(directory, little);
        for (var i = 0; i < count && directory.Length >= 2 + ((i + 1) * EntryBytes); i++)
        {
            var entry = directory.Slice(2 + (i * EntryBytes), EntryBytes);
            var value = UInt16(entry[2..], little) == ShortType ? UInt16(entry[8..], little) : UInt32(entry[8..], little);
            var pixels = value <= int.MaxValue ? (int)value : 0;
            switch (UInt16(entry, little))
            {
                case WidthTag:
                    width = pixels;
                    break;
                case HeightTag:
                    height = pixels;
                    break;
            }
        }

        return new(Type, width, height);
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
