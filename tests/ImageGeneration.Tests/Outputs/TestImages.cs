using System.Buffers.Binary;

namespace ImageGeneration.Tests.Outputs;

/// <summary>Files whose headers and parts are right, up to the end of each; the pixels are filler.</summary>
internal static class TestImages
{
    private const int PngFrame = 57;

    public static byte[] Png(int width = 1024, int height = 768, int length = 200)
    {
        var bytes = new byte[length];
        new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52 }.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), height);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(33), length - PngFrame);
        "IDAT"u8.CopyTo(bytes.AsSpan(37));
        for (var i = 41; i < length - 16; i++)
        {
            bytes[i] = (byte)i;
        }

        "IEND"u8.CopyTo(bytes.AsSpan(length - 8));
        return bytes;
    }

    /// <summary>Two scans with stuffing and restarts, and a thumbnail with an end of its own.</summary>
    public static byte[] Jpeg() =>
    [
        0xFF, 0xD8, 0xFF, 0xE1, 0, 10, 0xFF, 0xD8, 1, 2, 0xFF, 0xD9, 3, 4, 0xFF, 0xC0, 0, 17, 8, 2, 0x58, 3, 0x20, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1,
        0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 9, 8, 0xFF, 0, 7, 0xFF, 0xD0, 6, 5, 0xFF, 0xFF, 0xC4, 0, 4, 1, 2, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 4, 3, 0xFF, 0xD9,
    ];

    public static byte[] Gif() =>
    [
        .. "GIF89a"u8, 8, 0, 4, 0, 0x80, 0, 0, 1, 2, 3, 4, 5, 6, 0x21, 0xF9, 4, 0, 0, 0, 0, 0,
        0x2C, 0, 0, 0, 0, 8, 0, 4, 0, 0x80, 9, 9, 9, 8, 8, 8, 2, 3, 0x3B, 0x3B, 0x3B, 1, 0x3B, 0, 0x3B,
    ];

    public static byte[] Webp() =>
        [.. "RIFF"u8, 38, 0, 0, 0, .. "WEBPVP8 "u8, 26, 0, 0, 0, 0, 0, 0, 0x9D, 1, 0x2A, 0x20, 3, 0x58, 2, .. new byte[16]];

    public static byte[] Avif(string brands = "avif....mif1miaf") =>
    [
        .. Box("ftyp", System.Text.Encoding.ASCII.GetBytes(brands)),
        .. Box("meta", [0, 0, 0, 0, .. Box("iprp", [.. Box("ispe", [0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0, 64]), .. Box("ispe", [0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 3, 0]), .. Box("av1C", [1])])]),
        .. Box("mdat", new byte[40]),
    ];

    public static byte[] Box(string type, params byte[] content)
    {
        var box = new byte[8 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        System.Text.Encoding.ASCII.GetBytes(type).CopyTo(box, 4);
        content.CopyTo(box, 8);
        return box;
    }
}
