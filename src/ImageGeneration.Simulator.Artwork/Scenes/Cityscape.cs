using SkiaSharp;

namespace ImageGeneration.Simulator.Artwork.Scenes;

/// <summary>A skyline in three rows with lit windows, above a street.</summary>
internal static class Cityscape
{
    public static void Draw(Stage stage)
    {
        var (palette, random, unit) = (stage.Palette, stage.Random, stage.Unit);
        var ground = stage.Height * 0.86f;
        Sky.Draw(stage, stage.Height * 0.8f);
        stage.Glow(stage.Width / 2, ground, Math.Max(stage.Width, stage.Height) * 0.6f, palette.Warm, stage.IsNight ? 0.35f : 0.12f);
        for (var row = 1; row <= 3; row++)
        {
            var near = row / 3f;
            for (var x = -unit * random.Next() * 0.1f; x < stage.Width;)
            {
                var width = unit * random.Between(0.06f, 0.13f) * (0.75f + (0.45f * near));
                var height = unit * random.Between(0.2f, 0.56f) * (1.2f - (0.5f * near)) * Math.Min(1.35f, stage.Height / unit);
                var wall = palette.Far.Mix(palette.Deep, near * 0.9f)
                    .Mix(palette.Horizon, 0.42f * (1 - near))
                    .Mix(palette.Accent, random.Next() * 0.15f);
                Tower(stage, new(x, ground - height, x + width, ground), wall, near);
                x += width * random.Between(0.9f, 1.25f);
            }
        }

        Street(stage, ground);
    }

    private static void Tower(Stage stage, SKRect tower, SKColor wall, float near)
    {
        var (palette, random) = (stage.Palette, stage.Random);
        stage.Rectangle(tower.Left, tower.Top, tower.Width, tower.Height, wall);
        stage.Rectangle(tower.MidX, tower.Top, tower.Width / 2, tower.Height, wall.Shade(-0.08f));
        if (random.Chance(0.3f))
        {
            stage.Polygon(wall, new(tower.Left, tower.Top), new(tower.MidX, tower.Top - (tower.Width * 0.7f)), new(tower.Right, tower.Top));
        }
        else if (random.Chance(0.3f))
        {
            stage.Rectangle(
                tower.MidX - (tower.Width * 0.025f), tower.Top - (tower.Width * 0.7f), tower.Width * 0.05f, tower.Width * 0.7f, wall);
            stage.Glow(tower.MidX, tower.Top - (tower.Width * 0.7f), tower.Width * 0.25f, palette.Accent, stage.IsNight ? 0.9f : 0.3f);
        }

        var cell = stage.Unit * (0.012f + (0.006f * near));
        var lit = stage.IsNight ? 0.5f : stage.Motif.Time == DayTime.Day ? 0.06f : 0.22f;
        for (var y = tower.Top + cell; y < tower.Bottom - cell; y += cell * 1.5f)
        {
            for (var x = tower.Left + (cell * 0.6f); x < tower.Right - (cell * 0.8f); x += cell * 1.2f)
            {
                var color = random.Chance(lit) ? palette.Warm.Mix(random.Pick(palette.Accent, palette.Light), random.Next() * 0.5f)
                    : wall.Mix(stage.IsNight ? palette.Deep : palette.Zenith, 0.45f);
                stage.Rectangle(x, y, cell * 0.55f, cell * 0.8f, color.Fade(0.35f + (0.6f * near)));
            }
        }
    }

    private static void Street(Stage stage, float ground)
    {
        var (palette, random, unit) = (stage.Palette, stage.Random, stage.Unit);
        stage.Gradient(ground, stage.Height, palette.Deep.Mix(palette.Far, 0.25f), palette.Deep);
        for (var i = 0; i < 90; i++)
        {
            var (x, depth) = (random.Next() * stage.Width, random.Next());
            var color = random.Pick(palette.Warm, palette.Accent, palette.SecondAccent, palette.Light)
                .Fade((stage.IsNight ? 0.5f : 0.2f) * (1 - depth));
            stage.Rectangle(
                x, ground + (unit * 0.002f), unit * random.Between(0.002f, 0.008f), (stage.Height - ground) * depth, color,
                unit * 0.003f);
        }

        for (var lamp = 0.08f; lamp < stage.Width / unit; lamp += 0.28f)
        {
            var (x, top) = (lamp * unit, ground - (unit * 0.09f));
            stage.Line(x, ground + (unit * 0.03f), x, top, unit * 0.004f, palette.Deep.Shade(-0.2f));
            stage.Oval(x, top, unit * 0.008f, unit * 0.008f, palette.Warm.Shade(0.4f));
            stage.Glow(x, top, unit * 0.07f, palette.Warm, stage.IsNight ? 0.8f : 0.25f);
        }
    }
}
