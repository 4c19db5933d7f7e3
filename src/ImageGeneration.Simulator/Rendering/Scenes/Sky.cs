namespace ImageGeneration.Simulator.Rendering.Scenes;

/// <summary>Gradient, sun or moon, stars, clouds.</summary>
internal static class Sky
{
    /// <summary>Draws the sky down to <paramref name="horizon"/> and returns where the sun or moon stands.</summary>
    public static (float X, float Y) Draw(Stage stage, float horizon)
    {
        var (canvas, palette, chance) = (stage.Canvas, stage.Palette, stage.Chance);
        canvas.Gradient(0, horizon, palette.SkyTop, palette.SkyMiddle, palette.Horizon);
        canvas.Gradient(horizon, stage.Height, palette.Horizon, palette.Horizon);
        if (stage.Night)
        {
            Stars(stage, horizon, 260);
        }

        var low = stage.Brief.Time is DayTime.Sunset or DayTime.Dawn;
        var x = stage.Width * (chance.Happens(0.5f) ? chance.Between(0.16f, 0.38f) : chance.Between(0.62f, 0.84f));
        var y = horizon * (low ? chance.Between(0.66f, 0.86f) : chance.Between(0.22f, 0.42f));
        var radius = stage.Unit * (low ? 0.085f : stage.Night ? 0.06f : 0.055f);
        canvas.Glow(x, y, radius * (low ? 8 : 5.5f), palette.Light, stage.Night ? 0.35f : 0.6f);
        canvas.Glow(x, y, radius * 2.2f, palette.Light, stage.Night ? 0.3f : 0.6f);
        canvas.Disc(x, y, radius, palette.Light);
        if (stage.Night)
        {
            Craters(stage, x, y, radius);
        }

        Clouds(stage, horizon);
        return (x, y);
    }

    public static void Stars(Stage stage, float bottom, int count)
    {
        var chance = stage.Chance;
        for (var i = 0; i < count; i++)
        {
            var bright = chance.Next();
            var radius = stage.Unit * (0.0007f + (0.0016f * bright * bright * bright));
            float x = chance.Next() * stage.Width, y = chance.Next() * bottom;
            stage.Canvas.Disc(x, y, Math.Max(radius, 0.6f), Rgb.White, 0.35f + (0.6f * bright));
            if (bright > 0.95f)
            {
                stage.Canvas.Glow(x, y, stage.Unit * 0.014f, stage.Palette.Light, 0.7f);
            }
        }
    }

    private static void Craters(Stage stage, float x, float y, float radius)
    {
        for (var i = 0; i < 5; i++)
        {
            float angle = stage.Chance.Between(0, 6.28f), away = stage.Chance.Between(0, radius * 0.6f);
            stage.Canvas.Disc(
                x + (MathF.Cos(angle) * away),
                y + (MathF.Sin(angle) * away),
                radius * stage.Chance.Between(0.08f, 0.24f),
                stage.Palette.SkyMiddle,
                0.16f);
        }
    }

    private static void Clouds(Stage stage, float horizon)
    {
        var towering = stage.Brief.Style == PictureStyle.Anime;
        var count = 3 + stage.Chance.Below(3);
        var opacity = stage.Night ? 0.14f : towering ? 0.95f : 0.62f;
        for (var i = 0; i < count; i++)
        {
            float x = stage.Chance.Next() * stage.Width, y = horizon * stage.Chance.Between(0.1f, 0.72f);
            var size = stage.Unit * stage.Chance.Between(0.1f, 0.2f) * (towering ? 1.5f : 1) * (0.45f + (0.75f * (1 - (y / horizon))));
            Cloud(stage, x, y, size, opacity, towering);
        }
    }

    // A flat belly and a crown of puffs; lit from above.
    private static void Cloud(Stage stage, float x, float y, float size, float opacity, bool towering)
    {
        var shade = Rgb.White.Mix(stage.Palette.SkyMiddle, 0.45f);
        var crown = Rgb.White.Mix(stage.Palette.Light, 0.6f);
        var puffs = towering ? 13 : 8;
        for (var layer = 0; layer < 2; layer++)
        {
            var chance = new Chance((ulong)(x * 31) + (ulong)(y * 17));
            for (var i = 0; i < puffs; i++)
            {
                var along = ((i + 0.5f) / puffs * 2) - 1;
                var rise = (1 - (along * along)) * (towering ? 0.75f : 0.34f);
                var radius = size * (0.16f + (0.24f * (1 - (along * along)))) * chance.Between(0.75f, 1.15f);
                var up = size * rise * chance.Between(0.3f, 1f);
                stage.Canvas.Ellipse(
                    x + (along * size * 1.25f),
                    y - up - (layer * radius * 0.22f),
                    radius * 1.25f,
                    radius * (layer == 0 ? 0.82f : 0.7f),
                    layer == 0 ? shade : crown,
                    opacity * (layer == 0 ? 0.75f : 0.6f));
            }
        }
    }
}
