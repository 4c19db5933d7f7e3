using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace ImageGeneration.Simulator.Rendering;

/// <summary>
/// A PNG of sixteen shades in bands, whose hue prompt and seed decide: made in a millisecond, without any native library.
/// </summary>
internal sealed class PlaceholderRenderer : IImageRenderer
{
    private const int Shades = 16;
    private const byte BitsPerPixel = 4;
    private const byte IndexedColor = 3;

    public RenderedImage Render(RenderRequest request)
    {
        var subject = string.Create(CultureInfo.InvariantCulture, $"{request.Seed} {request.Prompt}");
        var seed = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(subject));
        var file = new MemoryStream();
        PngWriter.Begin(file, request.Width, request.Height, BitsPerPixel, IndexedColor);
        PngWriter.Write(file, "PLTE"u8, Palette(seed));
        PngWriter.Write(file, "IDAT"u8, Compress(Bands(request.Width, request.Height, seed)));
        PngWriter.Write(file, "IEND"u8, []);
        return new(file.ToArray(), "image/png");
    }

    /// <summary>Shades from dark to light of one hue.</summary>
    private static byte[] Palette(ulong seed)
    {
        var colors = new byte[Shades * 3];
        for (var i = 0; i < colors.Length; i++)
        {
            var channel = (byte)(seed >> (8 * (i % 3))); // a byte of the hash for each of red, green and blue
            colors[i] = (byte)(40 + (channel * 130 / 255) + (i / 3 * 5));
        }

        return colors;
    }

    /// <summary>Each row is one shade throughout, and a filter byte before it.</summary>
    private static byte[] Bands(int width, int height, ulong seed)
    {
        var stride = 1 + ((width + 1) / 2);
        var rows = new byte[stride * height];
        for (var y = 0; y < height; y++)
        {
            var shade = (byte)(((y * Shades / height) + (int)(seed >> 60)) % Shades);
            rows.AsSpan((y * stride) + 1, stride - 1).Fill((byte)((shade << 4) | shade));
        }

        return rows;
    }

    private static byte[] Compress(byte[] data)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest))
        {
            zlib.Write(data);
        }

        return compressed.ToArray();
    }
}
