namespace ImageGeneration.Simulator.Rendering.Styles;

/// <summary>Paper that shows through, edges that bleed and dry darker, pigment that gathers.</summary>
internal static class Watercolor
{
    public static Canvas Apply(Canvas source)
    {
        var painted = new Canvas(source.Width, source.Height);
        var paper = new Rgb(251, 247, 238);
        var unit = source.Unit;
        var (bleed, fine) = (unit * 0.022f, 150 / unit);
        var rim = Math.Max(1, (int)(unit * 0.004f));
        for (var y = 0; y < source.Height; y++)
        {
            var row = painted.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                float u = x * fine, v = y * fine;
                var wash = Noise.At((u * 0.22f) + 90, (v * 0.22f) + 17);
                var wander = Noise.At(u, v);
                int sx = x + (int)((wander - 0.5f) * bleed), sy = y + (int)((Noise.At(v + 50, u + 120) - 0.5f) * bleed);
                var colour = source.Near(sx, sy);
                var edge = Math.Abs(colour.Luma - source.Near(sx + rim, sy + rim).Luma)
                    + Math.Abs(colour.Luma - source.Near(sx - rim, sy + rim).Luma);
                var pigment = 0.99f - (0.42f * wash * wash) + (0.2f * (wander - 0.5f));
                colour = paper.Mix(colour, pigment).Add(-Math.Min(34, edge / 3));
                var tooth = (int)((Noise.Raw((x * 5) + (y * 2), (y * 5) - x) - 0.5f) * 13) + (int)((Noise.Grain(x, y) - 0.5f) * 7);
                row[x] = paper.Blend(colour.Add(tooth), (int)(Margin(source, x, y, wander) * 256)).Multiply(paper);
            }
        }

        return painted;
    }

    // The sheet stays white at its border, where the brush stopped, not quite straight.
    private static float Margin(Canvas canvas, int x, int y, float wander)
    {
        var inside = Math.Min(Math.Min(x, canvas.Width - 1 - x), Math.Min(y, canvas.Height - 1 - y)) / canvas.Unit;
        return Math.Clamp((inside - 0.014f - (0.05f * (wander - 0.25f))) * 90, 0, 1);
    }
}
