namespace ImageGeneration.Simulator.Rendering.Styles;

/// <summary>Facets, neon grading, glow and sparks.</summary>
internal static class DigitalArt
{
    public static Canvas Apply(Canvas source, Chance chance)
    {
        var result = new Canvas(source.Width, source.Height);
        var glow = new SoftCopy(source, Math.Max(1, (int)(source.Unit * 0.005f)));
        var cell = Math.Max(6, source.Unit * 0.032f);
        for (var y = 0; y < source.Height; y++)
        {
            var row = result.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                var colour = source.Near(x, y).Blend(Facet(source, x, y, cell), 118);
                row[x] = Graded(colour).Screen(glow.At(x, y), 92);
            }
        }

        for (var i = 0; i < 60; i++)
        {
            float x = chance.Next() * source.Width, y = chance.Next() * source.Height, size = source.Unit * chance.Between(0.004f, 0.012f);
            var spark = chance.Happens(0.5f) ? new Rgb(120, 240, 255) : new Rgb(255, 120, 220);
            result.Glow(x, y, size * 2.2f, spark, 0.7f);
            result.Disc(x, y, Math.Max(0.7f, size * 0.16f), Rgb.White, 0.9f);
        }

        return result;
    }

    // Each square of a grid is two triangles; each shows the colour of its middle, a shade up or down.
    private static Rgb Facet(Canvas source, int x, int y, float cell)
    {
        int column = (int)(x / cell), row = (int)(y / cell);
        float u = (x / cell) - column, v = (y / cell) - row;
        var rising = ((column + row) & 1) == 0;
        var upper = rising ? u > v : u + v < 1;
        float middleX = (upper == rising) ? 0.67f : 0.33f, middleY = upper ? 0.33f : 0.67f;
        var colour = source.Near((int)((column + middleX) * cell), (int)((row + middleY) * cell));
        return colour.Add((int)((Noise.Grain((column * 2) + (upper ? 1 : 0), row) - 0.5f) * 46));
    }

    // Shadows towards indigo, lights towards pink and cyan.
    private static Rgb Graded(Rgb colour)
    {
        var luma = colour.Luma;
        var shadow = new Rgb(38, 14, 86).Blend(new Rgb(18, 92, 150), luma);
        var tone = luma < 128 ? shadow : new Rgb(214, 96, 206).Blend(new Rgb(186, 246, 255), (luma - 128) * 2);
        var blended = colour.Blend(tone, 76);
        return new Rgb(
            Rgb.Clip(luma + ((blended.R - luma) * 21 / 16)),
            Rgb.Clip(luma + ((blended.G - luma) * 21 / 16)),
            Rgb.Clip(luma + ((blended.B - luma) * 21 / 16)));
    }
}
