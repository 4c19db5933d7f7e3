using System.Numerics;

namespace ImageGeneration.Simulator.Rendering.Styles;

/// <summary>Strokes of a brush: broad ones first, finer ones over them, each with the ridges of its bristles.</summary>
internal static class OilPainting
{
    public static Canvas Apply(Canvas source, Chance chance)
    {
        var painted = new Canvas(source.Width, source.Height);
        source.Pixels.CopyTo(painted.Pixels, 0);
        Layer(source, painted, chance, source.Unit * 0.019f, leastEdge: 0);
        Layer(source, painted, chance, source.Unit * 0.0085f, leastEdge: 14);
        Layer(source, painted, chance, source.Unit * 0.0042f, leastEdge: 44);
        for (var y = 0; y < painted.Height; y++)
        {
            var row = painted.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                var weave = ((x & 3) == 0 ? -3 : 1) + ((y & 3) == 0 ? -3 : 1);
                row[x] = row[x].Add(weave);
            }
        }

        return painted;
    }

    private static void Layer(Canvas source, Canvas painted, Chance chance, float brush, int leastEdge)
    {
        brush = Math.Max(1.5f, brush);
        var step = brush * (leastEdge == 0 ? 1.25f : 1.5f);
        for (var y = 0f; y < source.Height + step; y += step)
        {
            for (var x = 0f; x < source.Width + step; x += step)
            {
                var at = new Vector2(x + (chance.Next() * step), y + (chance.Next() * step));
                int px = (int)at.X, py = (int)at.Y, reach = (int)brush;
                var colour = source.Near(px, py);
                var across = source.Near(px + reach, py).Luma - source.Near(px - reach, py).Luma;
                var down = source.Near(px, py + reach).Luma - source.Near(px, py - reach).Luma;
                if (Math.Abs(across) + Math.Abs(down) < leastEdge)
                {
                    continue;
                }

                // Along the edge where there is one, else with the flow.
                var angle = Math.Abs(across) + Math.Abs(down) > 14
                    ? MathF.Atan2(across, -down)
                    : Noise.At(at.X / source.Unit * 34, at.Y / source.Unit * 34) * 7;
                Stroke(painted, at, angle, brush, colour.Add((int)chance.Between(-13, 14)));
            }
        }
    }

    private static void Stroke(Canvas canvas, Vector2 at, float angle, float brush, Rgb colour)
    {
        var (sin, cos) = MathF.SinCos(angle);
        float length = brush * 1.9f, width = brush * 0.62f;
        var reach = (int)length + 1;
        for (var y = Math.Max(0, (int)at.Y - reach); y <= Math.Min(canvas.Height - 1, (int)at.Y + reach); y++)
        {
            var row = canvas.Row(y);
            for (var x = Math.Max(0, (int)at.X - reach); x <= Math.Min(canvas.Width - 1, (int)at.X + reach); x++)
            {
                float dx = x - at.X, dy = y - at.Y;
                float along = ((dx * cos) + (dy * sin)) / length, over = ((dy * cos) - (dx * sin)) / width;
                var inside = 1 - (along * along * along * along) - (over * over);
                if (inside > 0)
                {
                    var bristle = (int)((Noise.Raw((int)(over * 9) + (int)at.X, (int)at.Y) - 0.5f) * 44) + (int)(over * -11);
                    row[x] = row[x].Blend(colour.Add(bristle), Math.Min(256, (int)(inside * 900)));
                }
            }
        }
    }
}
