using System.Buffers.Binary;
using System.IO.Compression;

namespace ImageGeneration.Tests.Outputs;

/// <summary>Files that are black in every pixel, or in every pixel but one.</summary>
internal static class BlackImages
{
    public const int Gray = 0;
    public const int Rgb = 2;
    public const int Rgba = 6;

    public static byte[] Png(int color = Rgb, (int X, int Y)? light = null, int chunks = 1)
    {
        const int width = 512;
        const int height = 256;
        var channels = color switch { Gray => 1, Rgb => 3, _ => 4 };
        var row = 1 + (width * channels);
        var pixels = new byte[row * height];
        for (var y = 0; y < height; y++)
        {
            pixels[y * row] = (byte)(y % 5);
        }

        if (light is { } at)
        {
            pixels[(at.Y * row) + 1 + (at.X * channels)] = 1;
        }

        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(pixels);
        }

        var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Write("IHDR"u8, [0, 0, width >> 8, width & 255, 0, 0, height >> 8, height & 255, 8, (byte)color, 0, 0, 0]);
        foreach (var part in packed.ToArray().Chunk((int)Math.Ceiling(packed.Length / (double)chunks)))
        {
            Write("IDAT"u8, part);
        }

        Write("IEND"u8, []);
        return file.ToArray();

        // The check sums stay empty: nobody reads them.
        void Write(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
        {
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
            file.Write(length);
            file.Write(type);
            file.Write(data);
            file.Write([0, 0, 0, 0]);
        }
    }
}
