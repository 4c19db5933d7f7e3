using SkiaSharp;

namespace ImageGeneration.Simulator.Artwork.Scenes;

/// <summary>Draws a skyline in three rows with lit windows, above a street.</summary>
internal static class Cityscape
{
    public static void Draw(Scene scene)
    {
        var (palette, random, unit) = (scene.Palette, scene.Random, scene.Unit);
        var ground = scene.Height * 0.86f;
        Sky.Draw(scene, scene.Height * 0.8f);
        scene.Glow(scene.Width / 2, ground, Math.Max(scene.Width, scene.Height) * 0.6f, palette.Warm, scene.IsNight ? 0.35f : 0.12f);
        for (var row = 1; row <= 3; row++)
        {
            var near = row / 3f;
            for (var x = -unit * random.Next() * 0.1f; x < scene.Width;)
            {
                var width = unit * random.Between(0.06f, 0.13f) * (0.75f + (0.45f * near));
                var height = unit * random.Between(0.2f, 0.56f) * (1.2f - (0.5f * near)) * Math.Min(1.35f, scene.Height / unit);
                var wall = palette.Far.Mix(palette.Deep, near * 0.9f)
                    .Mix(palette.Horizon, 0.42f * (1 - near))
                    .Mix(palette.Accent, random.Next() * 0.15f);
                Tower(scene, new(x, ground - height, x + width, ground), wall, near);
                x += width * random.Between(0.9f, 1.25f);
            }
        }

        Street(scene, ground);
    }

    private static void Tower(Scene scene, SKRect tower, SKColor wall, float near)
    {
        var (palette, random) = (scene.Palette, scene.Random);
        scene.Rectangle(tower.Left, tower.Top, tower.Width, tower.Height, wall);
        scene.Rectangle(tower.MidX, tower.Top, tower.Width / 2, tower.Height, wall.Shade(-0.08f));
        if (random.Chance(0.3f))
        {
            scene.Polygon(wall, new(tower.Left, tower.Top), new(tower.MidX, tower.Top - (tower.Width * 0.7f)), new(tower.Right, tower.Top));
        }
        else if (random.Chance(0.3f))
        {
            scene.Rectangle(
                tower.MidX - (tower.Width * 0.025f), tower.Top - (tower.Width * 0.7f), tower.Width * 0.05f, tower.Width * 0.7f, wall);
            scene.Glow(tower.MidX, tower.Top - (tower.Width * 0.7f), tower.Width * 0.25f, palette.Accent, scene.IsNight ? 0.9f : 0.3f);
        }

        var cell = scene.Unit * (0.012f + (0.006f * near));
        var lit = scene.IsNight ? 0.5f : scene.Motif.Time == DayTime.Day ? 0.06f : 0.22f;
        for (var y = tower.Top + cell; y < tower.Bottom - cell; y += cell * 1.5f)
        {
            for (var x = tower.Left + (cell * 0.6f); x < tower.Right - (cell * 0.8f); x += cell * 1.2f)
            {
                var color = random.Chance(lit) ? palette.Warm.Mix(random.Pick(palette.Accent, palette.Light), random.Next() * 0.5f)
                    : wall.Mix(scene.IsNight ? palette.Deep : palette.Zenith, 0.45f);
                scene.Rectangle(x, y, cell * 0.55f, cell * 0.8f, color.Fade(0.35f + (0.6f * near)));
            }
        }
    }

    private static void Street(Scene scene, float ground)
    {
        var (palette, random, unit) = (scene.Palette, scene.Random, scene.Unit);
        scene.Gradient(ground, scene.Height, palette.Deep.Mix(palette.Far, 0.25f), palette.Deep);
        for (var i = 0; i < 90; i++)
        {
            var (x, depth) = (random.Next() * scene.Width, random.Next());
            var color = random.Pick(palette.Warm, palette.Accent, palette.SecondAccent, palette.Light)
                .Fade((scene.IsNight ? 0.5f : 0.2f) * (1 - depth));
            scene.Rectangle(
                x, ground + (unit * 0.002f), unit * random.Between(0.002f, 0.008f), (scene.Height - ground) * depth, color,
                unit * 0.003f);
        }

        for (var lamp = 0.08f; lamp < scene.Width / unit; lamp += 0.28f)
        {
            var (x, top) = (lamp * unit, ground - (unit * 0.09f));
            scene.Line(x, ground + (unit * 0.03f), x, top, unit * 0.004f, palette.Deep.Shade(-0.2f));
            scene.Oval(x, top, unit * 0.008f, unit * 0.008f, palette.Warm.Shade(0.4f));
            scene.Glow(x, top, unit * 0.07f, palette.Warm, scene.IsNight ? 0.8f : 0.25f);
        }
    }
}
