using System.Buffers.Binary;

namespace ImageGeneration.Simulator.Rendering.Encoding;

/// <summary>Lossless WebP: green subtracted from red and blue, each pixel predicted by a neighbour, the rest in prefix codes.</summary>
internal static class WebpEncoder
{
    private const int SelectPredictor = 11;
    private const int GreenSymbols = 280;

    public static byte[] Encode(Canvas canvas)
    {
        var (width, height) = (canvas.Width, canvas.Height);
        var bits = new WebpBitWriter((width * height) + 1024);
        bits.Write(0x2F, 8);
        bits.Write((uint)width - 1, 14);
        bits.Write((uint)height - 1, 14);
        bits.Write(0, 4);

        bits.Write(0b101, 3);
        WritePredictor(bits);
        bits.Write(0, 1);

        // Neither a colour cache nor more than one set of codes.
        bits.Write(0, 2);
        WritePixels(bits, Residuals(canvas));
        return Container(bits.ToArray());
    }

    // One mode for the whole picture: an image of modes in which every code has a single symbol, and so no bits at all.
    private static void WritePredictor(WebpBitWriter bits)
    {
        const int LargestBlock = 9;
        bits.Write(0b001, 3);
        bits.Write(LargestBlock - 2, 3);
        bits.Write(0, 1);
        PrefixCode.WriteSingle(bits, SelectPredictor);
        for (var code = 0; code < 4; code++)
        {
            PrefixCode.WriteSingle(bits, 0);
        }
    }

    private static void WritePixels(WebpBitWriter bits, Rgb[] residuals)
    {
        int[] green = new int[GreenSymbols], red = new int[256], blue = new int[256];
        foreach (var pixel in residuals)
        {
            green[pixel.G]++;
            red[pixel.R]++;
            blue[pixel.B]++;
        }

        PrefixCode greens = PrefixCode.Of(green), reds = PrefixCode.Of(red), blues = PrefixCode.Of(blue);
        greens.WriteTable(bits);
        reds.WriteTable(bits);
        blues.WriteTable(bits);
        PrefixCode.WriteSingle(bits, 0);
        PrefixCode.WriteSingle(bits, 0);
        foreach (var pixel in residuals)
        {
            greens.Write(bits, pixel.G);
            reds.Write(bits, pixel.R);
            blues.Write(bits, pixel.B);
        }
    }

    private static Rgb[] Residuals(Canvas canvas)
    {
        var plain = Array.ConvertAll(canvas.Pixels, pixel => new Rgb((byte)(pixel.R - pixel.G), pixel.G, (byte)(pixel.B - pixel.G)));
        var residuals = new Rgb[plain.Length];
        for (var y = 0; y < canvas.Height; y++)
        {
            for (var x = 0; x < canvas.Width; x++)
            {
                var at = (y * canvas.Width) + x;
                var guess = (x, y) switch
                {
                    (0, 0) => default,
                    (_, 0) => plain[at - 1],
                    (0, _) => plain[at - canvas.Width],
                    _ => Select(plain[at - 1], plain[at - canvas.Width], plain[at - canvas.Width - 1]),
                };
                residuals[at] = new Rgb((byte)(plain[at].R - guess.R), (byte)(plain[at].G - guess.G), (byte)(plain[at].B - guess.B));
            }
        }

        return residuals;
    }

    private static Rgb Select(Rgb left, Rgb top, Rgb corner) =>
        Distance(top, corner) < Distance(left, corner) ? left : top;

    private static int Distance(Rgb one, Rgb other) =>
        Math.Abs(one.R - other.R) + Math.Abs(one.G - other.G) + Math.Abs(one.B - other.B);

    private static byte[] Container(ReadOnlySpan<byte> data)
    {
        var padded = data.Length + (data.Length & 1);
        var file = new byte[20 + padded];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WEBPVP8L"u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), data.Length);
        data.CopyTo(file.AsSpan(20));
        return file;
    }
}
