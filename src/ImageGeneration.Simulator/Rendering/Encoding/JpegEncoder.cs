namespace ImageGeneration.Simulator.Rendering.Encoding;

/// <summary>Baseline JPEG with full colour resolution and one set of tables for all components: small code, honest files.</summary>
internal static class JpegEncoder
{
    private const int Quality = 90;

    private static ReadOnlySpan<byte> ZigZag =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    // The luminance table of the standard's annex K.
    private static ReadOnlySpan<byte> Quantisation =>
    [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ];

    public static byte[] Encode(Canvas canvas)
    {
        var table = new byte[64];
        var divisors = new float[64];
        Prepare(table, divisors);
        var output = new MemoryStream(canvas.Width * canvas.Height / 3);
        var writer = new JpegWriter(output);
        writer.Header(canvas.Width, canvas.Height, table, ZigZag);
        Span<int> last = stackalloc int[3];
        Span<float> block = stackalloc float[64];
        for (var y = 0; y < canvas.Height; y += 8)
        {
            for (var x = 0; x < canvas.Width; x += 8)
            {
                for (var component = 0; component < 3; component++)
                {
                    Load(canvas, x, y, component, block);
                    CosineTransform.Forward(block);
                    last[component] = WriteBlock(writer, block, divisors, last[component]);
                }
            }
        }

        writer.Finish();
        return output.ToArray();
    }

    private static void Prepare(Span<byte> table, Span<float> divisors)
    {
        ReadOnlySpan<float> scales = [1f, 1.387039845f, 1.306562965f, 1.175875602f, 1f, 0.785694958f, 0.541196100f, 0.275899379f];
        for (var i = 0; i < 64; i++)
        {
            var step = Math.Clamp(((Quantisation[i] * (200 - (2 * Quality))) + 50) / 100, 1, 255);
            table[i] = (byte)step;
            divisors[i] = 1 / (step * scales[i / 8] * scales[i % 8] * 8);
        }
    }

    private static void Load(Canvas canvas, int left, int top, int component, Span<float> block)
    {
        for (var i = 0; i < 64; i++)
        {
            var pixel = canvas.Near(left + (i & 7), top + (i >> 3));
            block[i] = component switch
            {
                0 => (0.299f * pixel.R) + (0.587f * pixel.G) + (0.114f * pixel.B) - 128,
                1 => (-0.168736f * pixel.R) - (0.331264f * pixel.G) + (0.5f * pixel.B),
                _ => (0.5f * pixel.R) - (0.418688f * pixel.G) - (0.081312f * pixel.B),
            };
        }
    }

    private static int WriteBlock(JpegWriter writer, ReadOnlySpan<float> block, ReadOnlySpan<float> divisors, int lastDc)
    {
        var dc = (int)MathF.Round(block[0] * divisors[0]);
        writer.Coefficient(run: 0, dc - lastDc, first: true);
        var run = 0;
        for (var i = 1; i < 64; i++)
        {
            var at = ZigZag[i];
            var value = (int)MathF.Round(block[at] * divisors[at]);
            if (value == 0)
            {
                run++;
                continue;
            }

            for (; run > 15; run -= 16)
            {
                writer.SixteenZeros();
            }

            writer.Coefficient(run, value, first: false);
            run = 0;
        }

        if (run > 0)
        {
            writer.EndOfBlock();
        }

        return dc;
    }
}
