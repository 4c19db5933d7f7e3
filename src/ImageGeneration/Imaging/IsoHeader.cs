using System.Buffers.Binary;

namespace ImageGeneration.Imaging;

/// <summary>Reads AVIF and HEIC, which share a container (ISO/IEC 23008-12): the brands name the codec, or leave it to the
/// boxes.</summary>
internal static class IsoHeader
{
    private const int FirstBrand = 8;
    private const int CompatibleBrands = 16;

    /// <summary>Reads the header; returns null for other files of that container, such as videos.</summary>
    public static ImageSignature? Read(ReadOnlySpan<byte> bytes)
    {
        if (MediaType(bytes) is not { } type)
        {
            return null;
        }

        var (width, height) = LargestExtent(bytes);
        return new(type, width, height);
    }

    private static string? MediaType(ReadOnlySpan<byte> bytes)
    {
        var isGeneric = false;
        var end = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(bytes), (uint)bytes.Length);
        for (var at = FirstBrand; at + 4 <= end; at = at == FirstBrand ? CompatibleBrands : at + 4)
        {
            switch (bytes.Slice(at, 4))
            {
                case [(byte)'a', (byte)'v', (byte)'i', (byte)'f' or (byte)'s' or (byte)'o']:
                    return "image/avif";
                case [(byte)'h', (byte)'e', (byte)'i' or (byte)'v', (byte)'c' or (byte)'x' or (byte)'m' or (byte)'s']:
                    return "image/heic";
                case [(byte)'m', (byte)'i', (byte)'f' or (byte)'a', (byte)'1' or (byte)'2' or (byte)'f']:
                case [(byte)'m', (byte)'s', (byte)'f', (byte)'1']:
                    isGeneric = true;
                    break;
            }
        }

        return !isGeneric ? null
            : bytes.IndexOf("av01"u8) >= 0 || bytes.IndexOf("av1C"u8) >= 0 ? "image/avif"
            : bytes.IndexOf("hvc1"u8) >= 0 || bytes.IndexOf("hvcC"u8) >= 0 ? "image/heic"
            : "image/heif";
    }

    // The parts of a grid and the thumbnail have extents of their own; the image is the largest.
    private static (int? Width, int? Height) LargestExtent(ReadOnlySpan<byte> bytes)
    {
        (int? Width, int? Height) largest = default;
        for (var at = bytes.IndexOf("ispe"u8); at >= 0 && bytes.Length - at >= 16; at = bytes.IndexOf("ispe"u8))
        {
            var width = BinaryPrimitives.ReadInt32BigEndian(bytes[(at + 8)..]);
            var height = BinaryPrimitives.ReadInt32BigEndian(bytes[(at + 12)..]);
            if (width > 0 && height > 0 && (long)width * height > (long)(largest.Width ?? 0) * (largest.Height ?? 0))
            {
                largest = (width, height);
            }

            bytes = bytes[(at + 4)..];
        }

        return largest;
    }
}
