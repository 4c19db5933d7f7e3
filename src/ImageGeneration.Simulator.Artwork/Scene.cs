using SkiaSharp;

namespace ImageGeneration.Simulator.Artwork;

/// <summary>Provides the canvas of a scene, with the few shapes that scenes consist of.</summary>
internal sealed class Scene(SKCanvas canvas, SKSizeI size, Motif motif, Palette palette, SeededRandom random)
{
    public Motif Motif { get; } = motif;

    public Palette Palette { get; } = palette;

    public SeededRandom Random { get; } = random;

    public float Width => size.Width;

    public float Height => size.Height;

    /// <summary>Gets the shorter side, which everything is measured by, so that a scene fits each format.</summary>
    public float Unit => Math.Min(size.Width, size.Height);

    public bool IsNight => Motif.Time == DayTime.Night;

    public void Rectangle(float x, float y, float width, float height, SKColor color, float radius = 0)
    {
        using var paint = Paint(color);
        canvas.DrawRoundRect(x, y, width, height, radius, radius, paint);
    }

    /// <summary>Draws a vertical gradient over the whole width.</summary>
    public void Gradient(float top, float bottom, params SKColor[] colors) => Gradient(new SKRect(0, top, Width, bottom), colors);

    public void Gradient(SKRect area, params SKColor[] colors)
    {
        using var shader = SKShader.CreateLinearGradient(new(0, area.Top), new(0, area.Bottom), colors, SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader };
        canvas.DrawRect(area, paint);
    }

    public void Oval(float x, float y, float radiusX, float radiusY, SKColor color)
    {
        using var paint = Paint(color);
        canvas.DrawOval(x, y, radiusX, radiusY, paint);
    }

    public void Line(float fromX, float fromY, float toX, float toY, float thickness, SKColor color)
    {
        using var paint = Paint(color);
        (paint.IsStroke, paint.StrokeWidth, paint.StrokeCap) = (true, thickness, SKStrokeCap.Round);
        canvas.DrawLine(fromX, fromY, toX, toY, paint);
    }

    public void Polygon(SKColor color, params SKPoint[] points)
    {
        using var outline = new SKPathBuilder();
        outline.AddPoly(points, close: true);
        Fill(outline, color);
    }

    public void Fill(SKPathBuilder outline, SKColor color)
    {
        using var paint = Paint(color);
        using var path = outline.Detach();
        canvas.DrawPath(path, paint);
    }

    /// <summary>Draws light around a point, strongest in the middle.</summary>
    public void Glow(float x, float y, float radius, SKColor color, float strength)
    {
        using var shader = SKShader.CreateRadialGradient(
            new(x, y), radius, [color.Fade(strength), color.Fade(strength * 0.3f), color.Fade(0)], [0, 0.4f, 1], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader, BlendMode = SKBlendMode.Screen };
        canvas.DrawCircle(x, y, radius, paint);
    }

    /// <summary>Creates a rolling line across the image.</summary>
    public Ridge Ridge(float level, float amplitude, float waves, float roughness = 0.25f)
    {
        const int Points = 160;
        var (levels, phases) = (new float[Points], new float[6]);
        for (var i = 0; i < phases.Length; i++)
        {
            phases[i] = Random.Between(0, MathF.Tau);
        }

        for (var i = 0; i < Points; i++)
        {
            var (x, sum, strength, frequency) = (i * Width / Unit / (Points - 1), 0f, 1f, waves);
            foreach (var phase in phases)
            {
                sum += strength * MathF.Sin((x * frequency * MathF.Tau) + phase);
                (strength, frequency) = (strength * roughness * 2, frequency * 1.9f);
            }

            levels[i] = level - (amplitude * sum);
        }

        return new(levels, Width);
    }

    /// <summary>Fills everything below a ridge, from one color to another.</summary>
    public void FillBelow(Ridge ridge, SKColor top, SKColor bottom, float depth)
    {
        using var outline = new SKPathBuilder();
        outline.MoveTo(0, Height + 1);
        for (var i = 0; i < ridge.Levels.Length; i++)
        {
            outline.LineTo(i * Width / (ridge.Levels.Length - 1), ridge.Levels[i]);
        }

        outline.LineTo(Width, Height + 1);
        outline.Close();
        var highest = ridge.Levels.Min();
        using var shader = SKShader.CreateLinearGradient(new(0, highest), new(0, highest + depth), [top, bottom], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader, IsAntialias = true };
        using var path = outline.Detach();
        canvas.DrawPath(path, paint);
    }

    /// <summary>Fills an outline from its top to its bottom, with soft edges.</summary>
    public void FillSoft(SKPathBuilder outline, SKColor top, SKColor bottom, float softness)
    {
        using var path = outline.Detach();
        var area = path.Bounds;
        using var shader = SKShader.CreateLinearGradient(new(0, area.Top), new(0, area.Bottom), [top, bottom], SKShaderTileMode.Clamp);
        using var blur = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, softness);
        using var paint = new SKPaint { Shader = shader, MaskFilter = blur, IsAntialias = true };
        canvas.DrawPath(path, paint);
    }

    private static SKPaint Paint(SKColor color) => new() { Color = color, IsAntialias = true };
}

/// <summary>Represents a line across the image.</summary>
/// <param name="Levels">The distances from the top, from left to right.</param>
/// <param name="Width">The width of the image.</param>
internal sealed record Ridge(float[] Levels, float Width)
{
    public float At(float x) => Levels[Math.Clamp((int)(x / Width * (Levels.Length - 1)), 0, Levels.Length - 1)];
}
