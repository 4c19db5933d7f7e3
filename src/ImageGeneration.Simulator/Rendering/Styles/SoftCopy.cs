namespace ImageGeneration.Simulator.Rendering.Styles;

/// <summary>A blurred copy of a picture at an eighth of its size: the material of glow.</summary>
internal sealed class SoftCopy
{
    private const int Scale = 8;
    private readonly Canvas _small;

    public SoftCopy(Canvas canvas, int radius)
    {
        var small = new Canvas((canvas.Width + Scale - 1) / Scale, (canvas.Height + Scale - 1) / Scale);
        for (var y = 0; y < small.Height; y++)
        {
            for (var x = 0; x < small.Width; x++)
            {
                small.Pixels[(y * small.Width) + x] = Average(canvas, x * Scale, y * Scale);
            }
        }

        _small = Blur(Blur(small, radius, 0), 0, radius);
    }

    /// <summary>The blurred colour at a position of the full picture.</summary>
    public Rgb At(int x, int y)
    {
        float fx = ((x + 0.5f) / Scale) - 0.5f, fy = ((y + 0.5f) / Scale) - 0.5f;
        int left = (int)MathF.Floor(fx), top = (int)MathF.Floor(fy);
        int right = (int)((fx - left) * 256), down = (int)((fy - top) * 256);
        return _small.Near(left, top).Blend(_small.Near(left + 1, top), right)
            .Blend(_small.Near(left, top + 1).Blend(_small.Near(left + 1, top + 1), right), down);
    }

    private static Rgb Average(Canvas canvas, int left, int top)
    {
        int r = 0, g = 0, b = 0, count = 0;
        for (var y = top; y < top + Scale; y += 2)
        {
            for (var x = left; x < left + Scale; x += 2)
            {
                var pixel = canvas.Near(x, y);
                (r, g, b, count) = (r + pixel.R, g + pixel.G, b + pixel.B, count + 1);
            }
        }

        return new Rgb((byte)(r / count), (byte)(g / count), (byte)(b / count));
    }

    private static Canvas Blur(Canvas source, int radiusX, int radiusY)
    {
        var blurred = new Canvas(source.Width, source.Height);
        var count = ((2 * radiusX) + 1) * ((2 * radiusY) + 1);
        for (var y = 0; y < source.Height; y++)
        {
            for (var x = 0; x < source.Width; x++)
            {
                int r = 0, g = 0, b = 0;
                for (var dy = -radiusY; dy <= radiusY; dy++)
                {
                    for (var dx = -radiusX; dx <= radiusX; dx++)
                    {
                        var pixel = source.Near(x + dx, y + dy);
                        (r, g, b) = (r + pixel.R, g + pixel.G, b + pixel.B);
                    }
                }

                blurred.Pixels[(y * source.Width) + x] = new Rgb((byte)(r / count), (byte)(g / count), (byte)(b / count));
            }
        }

        return blurred;
    }
}
