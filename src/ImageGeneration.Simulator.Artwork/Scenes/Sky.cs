using SkiaSharp;

namespace ImageGeneration.Simulator.Artwork.Scenes;

/// <summary>Sky with sun or moon, stars and clouds.</summary>
internal static class Sky
{
    /// <returns>Where the sun or the moon stands.</returns>
    public static SKPoint Draw(Stage stage, float horizon)
    {
        var (palette, random, unit) = (stage.Palette, stage.Random, stage.Unit);
        stage.Gradient(0, horizon, palette.Zenith, palette.Sky, palette.Horizon);
        stage.Gradient(horizon, stage.Height, palette.Horizon, palette.Horizon);
        if (stage.IsNight)
        {
            Stars(stage, horizon);
        }

        var isLow = stage.Motif.Time is DayTime.Sunset or DayTime.Dawn;
        var x = stage.Width * (random.Chance(0.5f) ? random.Between(0.18f, 0.38f) : random.Between(0.62f, 0.82f));
        var y = horizon * (isLow ? random.Between(0.64f, 0.82f) : random.Between(0.2f, 0.4f));
        var radius = unit * (isLow ? 0.08f : 0.055f);
        stage.Glow(x, y, radius * 7, palette.Light, stage.IsNight ? 0.35f : 0.55f);
        stage.Glow(x, y, radius * 2.2f, palette.Light, 0.5f);
        stage.Oval(x, y, radius, radius, palette.Light);
        for (var clouds = 3 + (int)(random.Next() * 3); clouds > 0; clouds--)
        {
            Cloud(stage, random.Next() * stage.Width, horizon * random.Between(0.1f, 0.7f), unit * random.Between(0.08f, 0.16f));
        }

        return new(x, y);
    }

    public static void Stars(Stage stage, float bottom)
    {
        for (var i = 0; i < 260; i++)
        {
            var (brightness, x, y) = (stage.Random.Next(), stage.Random.Next() * stage.Width, stage.Random.Next() * bottom);
            var radius = Math.Max(0.6f, stage.Unit * (0.0006f + (0.0016f * MathF.Pow(brightness, 3))));
            stage.Oval(x, y, radius, radius, SKColors.White.Fade(0.35f + (0.6f * brightness)));
        }
    }

    private static void Cloud(Stage stage, float x, float y, float size)
    {
        var opacity = stage.IsNight ? 0.16f : 0.8f;
        var (shadow, crown) = (SKColors.White.Mix(stage.Palette.Sky, 0.5f), SKColors.White.Mix(stage.Palette.Light, 0.5f));
        using var outline = new SKPathBuilder();
        for (var puff = 0; puff < 7; puff++)
        {
            var along = (puff / 3f) - 1;
            var radius = size * (0.22f + (0.34f * (1 - (along * along)))) * stage.Random.Between(0.85f, 1.15f);
            outline.AddCircle(x + (along * size * 1.2f), y - radius, radius);
        }

        outline.AddRoundRect(new SKRoundRect(new(x - (size * 1.5f), y - (size * 0.34f), x + (size * 1.5f), y), size * 0.17f));
        stage.FillSoft(outline, crown.Fade(opacity), shadow.Fade(opacity), size * 0.03f);
    }
}
