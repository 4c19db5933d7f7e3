using SkiaSharp;

namespace ImageGeneration.Simulator.Artwork.Scenes;

/// <summary>Draws the sea with an island, boats and a beach, and a lighthouse on a rock.</summary>
internal static class Seaside
{
    public static void Draw(Scene scene)
    {
        var (palette, random, unit) = (scene.Palette, scene.Random, scene.Unit);
        var horizon = scene.Height * 0.56f;
        var sun = Sky.Draw(scene, horizon);
        scene.FillBelow(scene.Ridge(horizon, unit * 0.022f, 0.8f), palette.Far.Mix(palette.Horizon, 0.3f), palette.Far, unit * 0.06f);
        scene.Gradient(
            horizon, scene.Height, palette.Horizon.Mix(palette.Water, 0.55f), palette.Water, palette.Water.Mix(palette.Deep, 0.5f));
        Waves(scene, horizon, sun.X);
        var isLeft = sun.X > scene.Width / 2;
        Lighthouse(scene, scene.Width * (isLeft ? 0.2f : 0.8f), horizon + (unit * 0.08f), unit * 0.4f);
        var boat = scene.Width * (isLeft ? random.Between(0.55f, 0.7f) : random.Between(0.3f, 0.45f));
        Boat(scene, boat, horizon + (unit * 0.12f), unit * 0.15f);
        Boat(scene, scene.Width * random.Between(0.35f, 0.65f), horizon + (unit * 0.02f), unit * 0.045f);
        Beach(scene);
    }

    // Short strokes of light, longer toward the viewer, brightest below the sun.
    private static void Waves(Scene scene, float horizon, float sunX)
    {
        var (palette, random, unit) = (scene.Palette, scene.Random, scene.Unit);
        for (var i = 0; i < 900 * scene.Width / unit; i++)
        {
            var depth = MathF.Pow(random.Next(), 1.6f);
            var (x, y) = (random.Next() * scene.Width, horizon + (depth * (scene.Height - horizon)) + 1);
            var lit = Math.Max(0, 1 - (MathF.Abs(x - sunX) / (unit * (0.05f + (0.2f * depth)))));
            var color = lit > 0 ? palette.Light.Fade(0.2f + (0.7f * lit))
                : (random.Chance(0.45f) ? palette.Water.Mix(palette.Deep, 0.4f) : palette.Horizon).Fade(0.28f);
            var length = unit * (0.008f + (0.06f * depth)) * random.Between(0.4f, 1.2f);
            scene.Oval(x, y, length, Math.Max(0.6f, unit * (0.0008f + (0.004f * depth))), color);
        }
    }

    private static void Lighthouse(Scene scene, float x, float foot, float size)
    {
        var palette = scene.Palette;
        var rock = palette.Deep.Mix(palette.Far, 0.35f);
        for (var stone = 0; stone < 6; stone++)
        {
            var along = (stone / 2.5f) - 1;
            scene.Oval(
                x + (along * size * 0.42f), foot + (size * 0.03f), size * 0.2f, size * (0.13f - (0.06f * along * along)),
                rock.Shade(stone % 3 * 0.05f));
        }

        var (white, red) = (SKColors.White.Mix(palette.Deep, scene.IsNight ? 0.45f : 0.04f), palette.Accent.Mix(palette.Deep, 0.15f));
        float HalfWidth(float share) => size * (0.1f - (0.04f * share));
        for (var band = 0; band < 5; band++)
        {
            var (low, high) = (band / 5f, (band + 1) / 5f);
            float bottom = foot - (size * 0.8f * low), top = foot - (size * 0.8f * high);
            scene.Polygon(
                band % 2 == 0 ? white : red,
                new(x - HalfWidth(low), bottom), new(x - HalfWidth(high), top),
                new(x + HalfWidth(high), top), new(x + HalfWidth(low), bottom));
        }

        scene.Rectangle(x - (size * 0.08f), foot - (size * 0.82f), size * 0.16f, size * 0.025f, palette.Deep);
        scene.Rectangle(x - (size * 0.045f), foot - (size * 0.92f), size * 0.09f, size * 0.1f, palette.Warm.Shade(0.3f));
        scene.Polygon(
            red, new(x - (size * 0.065f), foot - (size * 0.92f)), new(x, foot - size), new(x + (size * 0.065f), foot - (size * 0.92f)));
        scene.Glow(x, foot - (size * 0.87f), size * (scene.IsNight ? 0.6f : 0.3f), palette.Warm, scene.IsNight ? 0.9f : 0.5f);
    }

    private static void Boat(Scene scene, float x, float y, float size)
    {
        var palette = scene.Palette;
        var sail = SKColors.White.Mix(palette.Light, 0.4f).Mix(palette.Deep, scene.IsNight ? 0.45f : 0.02f);
        SKPoint At(float right, float up) => new(x + (size * right), y - (size * up));
        scene.Polygon(palette.Accent.Mix(palette.Deep, 0.35f), At(-0.5f, 0.12f), At(0.55f, 0.12f), At(0.36f, -0.06f), At(-0.34f, -0.06f));
        scene.Rectangle(x - (size * 0.012f), y - (size * 1.2f), size * 0.024f, size * 1.1f, palette.Deep);
        scene.Polygon(sail, At(0.03f, 1.15f), At(0.5f, 0.22f), At(0.03f, 0.2f));
        scene.Polygon(sail.Mix(palette.SecondAccent, 0.55f), At(-0.03f, 1), At(-0.42f, 0.22f), At(-0.03f, 0.2f));
        for (var i = 0; i < 7; i++)
        {
            scene.Oval(x, y + (size * (0.12f + (0.07f * i))), size * (0.42f - (0.04f * i)), Math.Max(0.6f, size * 0.016f), sail.Fade(0.3f));
        }
    }

    private static void Beach(Scene scene)
    {
        var (palette, unit) = (scene.Palette, scene.Unit);
        var dusk = scene.IsNight ? 0.68f : scene.Motif.Time == DayTime.Sunset ? 0.25f : 0;
        var sand = Palette.Oklch(0.84f, 0.06f, 82).Mix(palette.Deep, dusk);
        var shore = scene.Ridge(scene.Height * 0.92f, unit * 0.012f, 0.7f);
        Ridge Above(float distance) => shore with { Levels = Array.ConvertAll(shore.Levels, level => level - (unit * distance)) };
        scene.FillBelow(Above(0.045f), palette.Horizon.Mix(palette.Water, 0.5f), palette.Horizon, unit * 0.05f);
        scene.FillBelow(Above(0.014f), SKColors.White.Mix(palette.Horizon, 0.2f), SKColors.White, unit * 0.02f);
        scene.FillBelow(shore, sand.Shade(-0.1f), sand, unit * 0.07f);
    }
}
