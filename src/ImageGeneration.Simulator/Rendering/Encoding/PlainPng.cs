using System.IO.Compression;

namespace ImageGeneration.Simulator.Rendering.Encoding;

/// <summary>A PNG of one colour, one bit a pixel: what load tests fetch when the drawing of pictures is switched off.</summary>
internal static class PlainPng
{
    public static byte[] Encode(int width, int height, Rgb colour)
    {
        var output = new MemoryStream(1024);
        PngChunks.Start(output, width, height, bitDepth: 1, colourType: 3);
        PngChunks.Write(output, "PLTE"u8, [colour.R, colour.G, colour.B]);
        var data = new MemoryStream(1024);
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            // Filter byte and pixels are all zero.
            zlib.Write(new byte[height * (1 + ((width + 7) / 8))]);
        }

        PngChunks.Write(output, "IDAT"u8, data.GetBuffer().AsSpan(0, (int)data.Length));
        PngChunks.Write(output, "IEND"u8, []);
        return output.ToArray();
    }
}
