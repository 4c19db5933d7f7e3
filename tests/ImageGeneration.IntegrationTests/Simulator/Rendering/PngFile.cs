using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ImageGeneration.IntegrationTests.Simulator.Rendering;

/// <summary>A PNG taken apart by the letter of its specification: signature, chunks with their checksums, inflated data.</summary>
internal sealed record PngFile(int Width, int Height, int BitDepth, int ColorType, byte[] Data)
{
    public static PngFile Read(ReadOnlySpan<byte> file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8].ToArray());
        file = file[8..];
        byte[] header = [];
        var compressed = new MemoryStream();
        var names = new List<string>();
        while (!file.IsEmpty)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file);
            var data = file.Slice(8, length);
            Assert.Equal(Checksum(file.Slice(4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(file[(8 + length)..]));
            names.Add(Encoding.ASCII.GetString(file.Slice(4, 4)));
            if (names[^1] == "IHDR")
            {
                header = data.ToArray();
            }
            else if (names[^1] == "IDAT")
            {
                compressed.Write(data);
            }

            file = file[(length + 12)..];
        }

        Assert.Equal(["IHDR", "IDAT", "IEND"], names.Where(name => name != "PLTE").Distinct());
        compressed.Position = 0;
        var inflated = new MemoryStream();
        using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
        zlib.CopyTo(inflated);
        return new PngFile(
            BinaryPrimitives.ReadInt32BigEndian(header),
            BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)),
            header[8],
            header[9],
            inflated.ToArray());
    }

    // Bit by bit, unlike the encoder's tables.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFF;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
            }
        }

        return ~crc;
    }
}
