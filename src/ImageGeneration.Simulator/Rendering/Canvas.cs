using System.Numerics;
using System.Runtime.CompilerServices;

namespace ImageGeneration.Simulator.Rendering;

/// <summary>A picture in the making, with the few shapes that scenes are built from; edges are smooth.</summary>
internal sealed class Canvas(int width, int height)
{
    private readonly Rgb[] _pixels = new Rgb[width * height];

    public int Width => width;

    public int Height => height;

    /// <summary>The shorter side: the measure of everything, so that a scene fits any format.</summary>
    public float Unit => Math.Min(width, height);

    public Rgb[] Pixels => _pixels;

    public Span<Rgb> Row(int y) => _pixels.AsSpan(y * width, width);

    /// <summary>The pixel at a position, or the nearest one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Rgb Near(int x, int y) => _pixels[(Math.Clamp(y, 0, height - 1) * width) + Math.Clamp(x, 0, width - 1)];

    /// <summary>Fills rows from <paramref name="top"/> to <paramref name="bottom"/> with a gradient through the colours.</summary>
    public void Gradient(float top, float bottom, params ReadOnlySpan<Rgb> colours)
    {
        for (var y = Math.Max(0, (int)top); y < Math.Min(height, (int)MathF.Ceiling(bottom)); y++)
        {
            var position = Math.Clamp((y - top) / Math.Max(1, bottom - top), 0, 1) * (colours.Length - 1);
            var index = Math.Min((int)position, colours.Length - 2);
            Row(y).Fill(colours[index].Mix(colours[index + 1], position - index));
        }
    }

    /// <summary>Fills everything below a line; the colour turns into <paramref name="deep"/> within so many pixels.</summary>
    public void FillBelow(ReadOnlySpan<float> line, Rgb colour, Rgb deep, float fade)
    {
        var highest = height;
        foreach (var level in line)
        {
            highest = Math.Min(highest, (int)level);
        }

        var perPixel = 256 / Math.Max(1, fade);
        for (var y = Math.Max(0, highest); y < height; y++)
        {
            var row = Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                var below = y + 1 - line[x];
                if (below <= 0)
                {
                    continue;
                }

                var fill = colour.Blend(deep, Math.Min(256, (int)(below * perPixel)));
                row[x] = below >= 1 ? fill : row[x].Blend(fill, (int)(below * 256));
            }
        }
    }

    public void Disc(float x, float y, float radius, Rgb colour, float opacity = 1) => Ellipse(x, y, radius, radius, colour, opacity);

    public void Ellipse(float x, float y, float radiusX, float radiusY, Rgb colour, float opacity = 1)
    {
        for (var row = Math.Max(0, (int)(y - radiusY - 1)); row <= Math.Min(height - 1, (int)(y + radiusY + 1)); row++)
        {
            var up = (row + 0.5f - y) / (radiusY + 0.5f);
            if (up is <= -1 or >= 1)
            {
                continue;
            }

            var half = radiusX * MathF.Sqrt(1 - (up * up));
            Span(row, x - half, x + half, colour, opacity);
        }
    }

    /// <summary>Light around a point, strongest in the middle and gone at the radius.</summary>
    public void Glow(float x, float y, float radius, Rgb colour, float strength)
    {
        for (var row = Math.Max(0, (int)(y - radius)); row <= Math.Min(height - 1, (int)(y + radius)); row++)
        {
            var pixels = Row(row);
            for (var column = Math.Max(0, (int)(x - radius)); column <= Math.Min(width - 1, (int)(x + radius)); column++)
            {
                var distance = Vector2.DistanceSquared(new Vector2(column, row), new Vector2(x, y)) / (radius * radius);
                if (distance < 1)
                {
                    pixels[column] = pixels[column].Screen(colour, (int)(strength * (1 - distance) * (1 - distance) * 256));
                }
            }
        }
    }

    public void Rectangle(float x, float y, float w, float h, Rgb colour, float opacity = 1)
    {
        for (var row = Math.Max(0, (int)y); row < Math.Min(height, MathF.Ceiling(y + h)); row++)
        {
            var cover = Math.Min(row + 1, y + h) - Math.Max(row, y);
            Span(row, x, x + w, colour, opacity * Math.Clamp(cover, 0, 1));
        }
    }

    public void Line(Vector2 from, Vector2 to, float thickness, Rgb colour, float opacity = 1)
    {
        var along = Vector2.Normalize(to - from) * thickness / 2;
        var across = new Vector2(-along.Y, along.X);
        Polygon(colour, opacity, from + across, to + across, to - across, from - across);
    }

    /// <summary>A filled outline, even-odd.</summary>
    public void Polygon(Rgb colour, float opacity, params ReadOnlySpan<Vector2> points)
    {
        const int Slices = 4;
        var (low, high) = (points[0], points[0]);
        foreach (var point in points)
        {
            (low, high) = (Vector2.Min(low, point), Vector2.Max(high, point));
        }

        var start = Math.Clamp((int)low.X, 0, width);
        var end = Math.Clamp((int)MathF.Ceiling(high.X), start, width);

        Span<float> crossings = stackalloc float[Math.Min(points.Length, 64) + 1];
        Span<float> cover = end - start <= 4096 ? stackalloc float[end - start] : new float[end - start];
        for (var row = Math.Max(0, (int)low.Y); row < Math.Min(height, MathF.Ceiling(high.Y)); row++)
        {
            cover.Clear();
            for (var slice = 0; slice < Slices; slice++)
            {
                var found = Cross(points, row + ((slice + 0.5f) / Slices), crossings);
                crossings[..found].Sort();
                for (var i = 0; i + 1 < found; i += 2)
                {
                    Cover(cover, crossings[i] - start, crossings[i + 1] - start, 1f / Slices);
                }
            }

            var pixels = Row(row)[start..end];
            for (var x = 0; x < cover.Length; x++)
            {
                if (cover[x] > 0)
                {
                    pixels[x] = pixels[x].Blend(colour, (int)(cover[x] * opacity * 256));
                }
            }
        }
    }

    private static int Cross(ReadOnlySpan<Vector2> points, float y, Span<float> crossings)
    {
        var found = 0;
        var last = points[^1];
        foreach (var point in points)
        {
            if (point.Y <= y != last.Y <= y && found < crossings.Length)
            {
                crossings[found++] = point.X + ((y - point.Y) / (last.Y - point.Y) * (last.X - point.X));
            }

            last = point;
        }

        return found;
    }

    private static void Cover(Span<float> cover, float from, float to, float share)
    {
        from = Math.Max(0, from);
        to = Math.Min(cover.Length, to);
        for (var x = (int)from; x < to; x++)
        {
            cover[x] += share * (Math.Min(x + 1, to) - Math.Max(x, from));
        }
    }

    private void Span(int row, float from, float to, Rgb colour, float opacity)
    {
        from = Math.Max(0, from);
        to = Math.Min(width, to);
        var pixels = Row(row);
        var share = (int)(opacity * 256);
        for (var x = (int)from; x < to; x++)
        {
            var cover = Math.Min(x + 1, to) - Math.Max(x, from);
            pixels[x] = pixels[x].Blend(colour, cover >= 1 ? share : (int)(cover * share));
        }
    }
}
