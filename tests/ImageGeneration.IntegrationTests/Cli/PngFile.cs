using System.Buffers.Binary;
using System.IO.Compression;

namespace ImageGeneration.IntegrationTests.Cli;

/// <summary>Reads a PNG file to its last pixel, so that a file that merely begins like one does not pass.</summary>
internal static class PngFile
{
    public static (int Width, int Height) Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], bytes[..8]);
        var (width, height, bytesPerPixel) = (0, 0, 0);
        using var packed = new MemoryStream();
        for (var at = 8; at < bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            var type = System.Text.Encoding.ASCII.GetString(bytes, at + 4, 4);
            var data = bytes.AsSpan(at + 8, length);
            if (type == "IHDR")
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
                Assert.Equal(8, data[8]);
                bytesPerPixel = data[9] switch { 0 => 1, 2 => 3, 3 => 1, 4 => 2, _ => 4 };
            }
            else if (type == "IDAT")
            {
                packed.Write(data);
            }

            at += length + 12;
        }

        packed.Position = 0;
        using var pixels = new MemoryStream();
        using (var unpack = new ZLibStream(packed, CompressionMode.Decompress))
        {
            unpack.CopyTo(pixels);
        }

        Assert.Equal(((width * bytesPerPixel) + 1L) * height, pixels.Length);
        return (width, height);
    }
}
