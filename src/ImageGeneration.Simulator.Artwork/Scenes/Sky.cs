using SkiaSharp;

namespace ImageGeneration.Simulator.Artwork.Scenes;

/// <summary>Draws a sky with sun or moon, stars and clouds.</summary>
internal static class Sky
{
    /// <returns>The position of the sun or the moon.</returns>
    public static SKPoint Draw(Scene scene, float horizon)
    {
        var (palette, random, unit) = (scene.Palette, scene.Random, scene.Unit);
        scene.Gradient(0, horizon, palette.Zenith, palette.Sky, palette.Horizon);
        scene.Gradient(horizon, scene.Height, palette.Horizon, palette.Horizon);
        if (scene.IsNight)
        {
            Stars(scene, horizon);
        }

        var isLow = scene.Motif.Time is DayTime.Sunset or DayTime.Dawn;
        var x = scene.Width * (random.Chance(0.5f) ? random.Between(0.18f, 0.38f) : random.Between(0.62f, 0.82f));
        var y = horizon * (isLow ? random.Between(0.64f, 0.82f) : random.Between(0.2f, 0.4f));
        var radius = unit * (isLow ? 0.08f : 0.055f);
        scene.Glow(x, y, radius * 7, palette.Light, scene.IsNight ? 0.35f : 0.55f);
        scene.Glow(x, y, radius * 2.2f, palette.Light, 0.5f);
        scene.Oval(x, y, radius, radius, palette.Light);
        for (var clouds = 3 + (int)(random.Next() * 3); clouds > 0; clouds--)
        {
            Cloud(scene, random.Next() * scene.Width, horizon * random.Between(0.1f, 0.7f), unit * random.Between(0.08f, 0.16f));
        }

        return new(x, y);
    }

    public static void Stars(Scene scene, float bottom)
    {
        for (var i = 0; i < 260; i++)
        {
            var (brightness, x, y) = (scene.Random.Next(), scene.Random.Next() * scene.Width, scene.Random.Next() * bottom);
            var radius = Math.Max(0.6f, scene.Unit * (0.0006f + (0.0016f * MathF.Pow(brightness, 3))));
            scene.Oval(x, y, radius, radius, SKColors.White.Fade(0.35f + (0.6f * brightness)));
        }
    }

    private static void Cloud(Scene scene, float x, float y, float size)
    {
        var opacity = scene.IsNight ? 0.16f : 0.8f;
        var (shadow, crown) = (SKColors.White.Mix(scene.Palette.Sky, 0.5f), SKColors.White.Mix(scene.Palette.Light, 0.5f));
        using var outline = new SKPathBuilder();
        for (var puff = 0; puff < 7; puff++)
        {
            var along = (puff / 3f) - 1;
            var radius = size * (0.22f + (0.34f * (1 - (along * along)))) * scene.Random.Between(0.85f, 1.15f);
            outline.AddCircle(x + (along * size * 1.2f), y - radius, radius);
        }

        outline.AddRoundRect(new SKRoundRect(new(x - (size * 1.5f), y - (size * 0.34f), x + (size * 1.5f), y), size * 0.17f));
        scene.FillSoft(outline, crown.Fade(opacity), shadow.Fade(opacity), size * 0.03f);
    }
}
