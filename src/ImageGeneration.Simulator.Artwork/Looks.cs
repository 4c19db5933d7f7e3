using SkiaSharp;

namespace ImageGeneration.Simulator.Artwork;

/// <summary>Turns a rendered image into the look that the prompt asks for.</summary>
internal static class Looks
{
    /// <summary>Draws an image onto an empty canvas of the same size.</summary>
    public static void Apply(Look look, SKImage image, SKCanvas canvas, SeededRandom random)
    {
        var unit = Math.Min(image.Width, image.Height);
        switch (look)
        {
            case Look.Painting:
                Paint(image, canvas, random, unit);
                break;
            case Look.Drawing:
                Sketch(image, canvas, random, unit);
                break;
            case Look.Graphic:
                Posterize(image, canvas, unit);
                break;
            case Look.Photo:
                Photograph(image, canvas, random, unit);
                break;
            default:
                canvas.DrawImage(image, 0, 0, SKSamplingOptions.Default);
                break;
        }
    }

    // Edges wander as a brush does, colors run into each other, and the canvas shows through.
    private static void Paint(SKImage image, SKCanvas canvas, SeededRandom random, int unit)
    {
        using var strokes = SKShader.CreatePerlinNoiseTurbulence(18f / unit, 18f / unit, 3, random.Next() * 1000);
        using var noise = SKImageFilter.CreateShader(strokes);
        using var soft = SKImageFilter.CreateBlur(unit * 0.002f, unit * 0.002f);
        using var wander = SKImageFilter.CreateDisplacementMapEffect(
            SKColorChannel.R, SKColorChannel.G, unit * 0.03f, noise, soft);
        using var paint = new SKPaint { ImageFilter = wander };
        canvas.DrawImage(image, 0, 0, SKSamplingOptions.Default);
        canvas.DrawImage(image, 0, 0, SKSamplingOptions.Default, paint);
        Grain(image, canvas, random, 0.7f, 0.16f);
    }

    // Pencil lines over a pale wash, on paper.
    private static void Sketch(SKImage image, SKCanvas canvas, SeededRandom random, int unit)
    {
        using var wash = SKColorFilter.CreateColorMatrix(Gray(0.15f, 0.3f, 0.06f, offset: 0.47f));
        using var paint = new SKPaint { ColorFilter = wash };
        canvas.DrawImage(image, 0, 0, SKSamplingOptions.Default, paint);
        Outline(image, canvas, unit * 0.0015f, strength: 2.2f);
        Grain(image, canvas, random, 0.9f, 0.35f);
    }

    // A few flat tones of each color, and ink along the edges.
    private static void Posterize(SKImage image, SKCanvas canvas, int unit)
    {
        const int Tones = 7;
        var table = Enumerable.Range(0, 256).Select(value => (byte)(MathF.Round(value / 255f * Tones) * 255 / Tones));
        using var tones = SKColorFilter.CreateTable([.. table]);
        using var paint = new SKPaint { ColorFilter = tones };
        canvas.DrawImage(image, 0, 0, SKSamplingOptions.Default, paint);
        Outline(image, canvas, unit * 0.0025f, strength: 1.6f);
    }

    // Dark where the image differs from itself slightly displaced.
    private static void Outline(SKImage image, SKCanvas canvas, float thickness, float strength)
    {
        using var aside = SKImageFilter.CreateOffset(thickness, thickness);
        using var difference = SKImageFilter.CreateBlendMode(SKBlendMode.Difference, aside);
        using var dark = SKColorFilter.CreateColorMatrix(Gray(-strength / 3, -strength / 3, -strength / 3, offset: 1));
        using var lines = SKImageFilter.CreateColorFilter(dark, difference);
        using var paint = new SKPaint { ImageFilter = lines, BlendMode = SKBlendMode.Multiply };
        canvas.Save();
        canvas.ClipRect(new(thickness, thickness, image.Width, image.Height)); // beyond its edge it differs from nothing
        canvas.DrawImage(image, 0, 0, SKSamplingOptions.Default, paint);
        canvas.Restore();
    }

    private static float[] Gray(float red, float green, float blue, float offset) =>
        [red, green, blue, 0, offset, red, green, blue, 0, offset, red, green, blue, 0, offset, 0, 0, 0, 0, 1];

    // A shallow focus, darker corners and grain.
    private static void Photograph(SKImage image, SKCanvas canvas, SeededRandom random, int unit)
    {
        using var soft = SKImageFilter.CreateBlur(unit * 0.0012f, unit * 0.0012f);
        using var lens = new SKPaint { ImageFilter = soft };
        canvas.DrawImage(image, 0, 0, SKSamplingOptions.Default);
        canvas.DrawImage(image, 0, 0, SKSamplingOptions.Default, lens);
        var radius = MathF.Sqrt((image.Width * image.Width) + (image.Height * image.Height)) / 2;
        using var corners = SKShader.CreateRadialGradient(
            new(image.Width / 2f, image.Height / 2f),
            radius,
            [SKColors.White, SKColors.White, new(110, 105, 105)],
            [0, 0.55f, 1],
            SKShaderTileMode.Clamp);
        using var vignette = new SKPaint { Shader = corners, BlendMode = SKBlendMode.Multiply };
        canvas.DrawPaint(vignette);
        Grain(image, canvas, random, 0.8f, 0.12f);
    }

    private static void Grain(SKImage image, SKCanvas canvas, SeededRandom random, float frequency, float strength)
    {
        using var noise = SKShader.CreatePerlinNoiseFractalNoise(frequency, frequency, 2, random.Next() * 1000);
        using var gray = SKColorFilter.CreateColorMatrix([
            1, 0, 0, 0, 0,
            1, 0, 0, 0, 0,
            1, 0, 0, 0, 0,
            0, 0, 0, 0, strength]);
        using var paint = new SKPaint { Shader = noise, ColorFilter = gray, BlendMode = SKBlendMode.SoftLight };
        canvas.DrawRect(0, 0, image.Width, image.Height, paint);
    }
}
