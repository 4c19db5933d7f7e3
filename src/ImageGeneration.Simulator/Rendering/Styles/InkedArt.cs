namespace ImageGeneration.Simulator.Rendering.Styles;

/// <summary>Pictures with drawn contours: the cartoon's flat colours and thick ink, the anime frame's glow and thin lines.</summary>
internal static class InkedArt
{
    public static Canvas Cartoon(Canvas source)
    {
        var result = new Canvas(source.Width, source.Height);
        var pen = Math.Max(1, (int)(source.Unit * 0.0026f));
        var ink = new Rgb(28, 20, 38);
        var dots = source.Unit * 0.011f;
        for (var y = 0; y < source.Height; y++)
        {
            var row = result.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                var colour = Flat(source.Near(x, y), 40);
                row[x] = Dotted(colour, x, y, dots).Blend(ink, Contour(source, x, y, pen, 34, 5));
            }
        }

        return result;
    }

    public static Canvas Anime(Canvas source)
    {
        var result = new Canvas(source.Width, source.Height);
        var glow = new SoftCopy(source, Math.Max(1, (int)(source.Unit * 0.0035f)));
        var pen = Math.Max(1, (int)(source.Unit * 0.0012f));
        for (var y = 0; y < source.Height; y++)
        {
            var row = result.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                var colour = source.Near(x, y);
                var line = Contour(source, x, y, pen, 40, 4);
                colour = colour.Blend(colour.Multiply(new Rgb(96, 74, 120)), Math.Min(210, line));

                // Light falls in broad beams from the upper left.
                var beam = Math.Clamp((Noise.At(((x - (y * 0.55f)) / source.Unit * 26) + 40, 3) * 2.4f) - 1.35f, 0, 1);
                var fade = Math.Max(0, 1 - (y / (source.Height * 0.85f)));
                row[x] = Vivid(colour).Screen(glow.At(x, y), 96).Screen(Rgb.White, (int)(beam * fade * 74));
            }
        }

        return result;
    }

    private static Rgb Flat(Rgb colour, int step)
    {
        var luma = Math.Max(1, colour.Luma);
        var level = Math.Min(250, ((luma + (step / 2)) / step * step) + 4);
        var scaled = new Rgb(Rgb.Clip(colour.R * level / luma), Rgb.Clip(colour.G * level / luma), Rgb.Clip(colour.B * level / luma));
        return Vivid(scaled);
    }

    private static Rgb Vivid(Rgb colour)
    {
        var luma = colour.Luma;
        return new Rgb(
            Rgb.Clip(luma + ((colour.R - luma) * 5 / 4)),
            Rgb.Clip(luma + ((colour.G - luma) * 5 / 4)),
            Rgb.Clip(luma + ((colour.B - luma) * 5 / 4)));
    }

    // The printer's dots of a comic, in the middle shades.
    private static Rgb Dotted(Rgb colour, int x, int y, float pitch)
    {
        var shade = 1 - (Math.Abs(colour.Luma - 110) / 70f);
        if (shade <= 0 || pitch < 4)
        {
            return colour;
        }

        float u = (x + y) / pitch, v = (x - y) / pitch;
        float du = u - MathF.Floor(u) - 0.5f, dv = v - MathF.Floor(v) - 0.5f;
        var dot = Math.Clamp(((0.1f * shade) - ((du * du) + (dv * dv))) * 40, 0, 1);
        return colour.Blend(colour.Add(-30), (int)(dot * 200));
    }

    private static int Contour(Canvas source, int x, int y, int pen, int threshold, int strength)
    {
        Rgb left = source.Near(x - pen, y), right = source.Near(x + pen, y), up = source.Near(x, y - pen), down = source.Near(x, y + pen);
        var change = Distance(left, right) + Distance(up, down);
        return Math.Clamp((change - threshold) * strength, 0, 256);
    }

    private static int Distance(Rgb one, Rgb other) =>
        (Math.Abs(one.R - other.R) + Math.Abs(one.G - other.G) + Math.Abs(one.B - other.B)) / 3;
}
