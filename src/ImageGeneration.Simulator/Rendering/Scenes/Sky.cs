using System.Numerics;

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
        var opacity = stage.Night ? 0.22f : towering ? 1f : 0.85f;
        for (var i = 0; i < count; i++)
        {
            float x = stage.Chance.Next() * stage.Width, y = horizon * stage.Chance.Between(0.12f, 0.75f);
            var size = stage.Unit * stage.Chance.Between(0.12f, 0.22f) * (towering ? 1.4f : 1) * (0.5f + (0.7f * (1 - (y / horizon))));
            Cloud(stage, x, y, size, opacity, towering ? 0.75f : 0.36f);
        }
    }

    // Puffs melted into one body: where their sum, ruffled by noise, is dense enough, there is cloud. Flat belly, lit crown.
    private static void Cloud(Stage stage, float x, float y, float size, float opacity, float rise)
    {
        const int Puffs = 9;
        Span<Vector3> puffs = stackalloc Vector3[Puffs];
        for (var i = 0; i < Puffs; i++)
        {
            var along = ((i + 0.5f) / Puffs * 2) - 1;
            var bulge = 1 - (along * along);
            var radius = size * (0.2f + (0.3f * bulge)) * stage.Chance.Between(0.8f, 1.2f);
            puffs[i] = new Vector3(along * size * 1.3f, -size * rise * bulge * stage.Chance.Between(0.35f, 1), radius);
        }

        var shade = Rgb.White.Mix(stage.Palette.SkyMiddle, 0.5f);
        var crown = Rgb.White.Mix(stage.Palette.Light, 0.5f);
        var canvas = stage.Canvas;
        var (top, bottom) = (Math.Max(0, (int)(y - (size * (rise + 0.75f)))), Math.Min(canvas.Height - 1, (int)(y + (size * 0.4f))));
        var (left, right) = (Math.Max(0, (int)(x - (size * 1.9f))), Math.Min(canvas.Width - 1, (int)(x + (size * 1.9f))));
        for (var row = top; row <= bottom; row++)
        {
            var pixels = canvas.Row(row);
            var height = Math.Clamp((y + (size * 0.2f) - row) / (size * (rise + 0.4f)), 0, 1);
            var colour = shade.Mix(crown, height * 1.5f);
            var belly = Math.Clamp((y + (size * 0.28f) - row) / (size * 0.25f), 0, 1);
            for (var column = left; column <= right; column++)
            {
                var density = 0f;
                foreach (var puff in puffs)
                {
                    float dx = column - x - puff.X, dy = (row - y - puff.Y) * 1.25f;
                    density = Math.Max(density, 1 - (((dx * dx) + (dy * dy)) / (puff.Z * puff.Z)));
                }

                if (density > 0)
                {
                    var ruffled = density + ((Noise.At(column / size * 60, row / size * 60) - 0.55f) * 0.9f);
                    var cover = Math.Clamp(ruffled * 3.2f, 0, 1) * belly * opacity;
                    pixels[column] = pixels[column].Blend(colour, (int)(cover * 256));
                }
            }
        }
    }
}
