using SkiaSharp;

namespace ImageGeneration.Simulator.Artwork.Scenes;

/// <summary>Draws rows of hills from the distance to the viewer's feet: with a village and trees, below mountains, or as a
/// forest.</summary>
internal static class Landscape
{
    private const int Rows = 5;

    public static void Draw(Scene scene)
    {
        var (palette, unit) = (scene.Palette, scene.Unit);
        var subject = scene.Motif.Subject;
        Sky.Draw(scene, scene.Height * 0.68f);
        if (subject == Subject.Mountains)
        {
            Mountains(scene);
        }

        for (var row = 0; row < Rows; row++)
        {
            var near = (row + 1f) / Rows;
            var level = scene.Height * (0.56f + (0.095f * row));
            var ridge = scene.Ridge(level, unit * (0.02f + (0.012f * row)), 1.1f - (0.12f * row));
            var color = palette.Far.Mix(subject == Subject.Forest ? palette.Near.Mix(palette.Deep, 0.5f) : palette.Near, near)
                .Mix(palette.Horizon, 0.4f * (1 - near));
            if (subject == Subject.Hills && row == 2)
            {
                Village(scene, ridge, unit * 0.05f);
            }

            Trees(scene, ridge, color.Mix(palette.Deep, 0.45f), near);
            scene.FillBelow(ridge, color.Shade(0.06f), color.Mix(palette.Deep, 0.5f * near), unit * 0.3f);
        }

        Grass(scene);
    }

    private static void Mountains(Scene scene)
    {
        var (palette, unit, random) = (scene.Palette, scene.Unit, scene.Random);
        for (var peak = 0; peak < 6; peak++)
        {
            var (x, foot) = (scene.Width * ((peak + random.Between(0.1f, 0.9f)) / 6), scene.Height * 0.66f);
            var height = unit * random.Between(0.22f, 0.46f);
            var (half, lean) = (height * random.Between(0.7f, 1f), height * random.Between(-0.15f, 0.15f));
            var rock = palette.Far.Mix(palette.Deep, random.Between(0.1f, 0.4f));
            var top = new SKPoint(x + lean, foot - height);
            SKPoint Along(float side, float share) => new(top.X + ((x + (side * half) - top.X) * share), top.Y + (height * share));
            scene.Polygon(rock.Shade(0.12f), top, Along(-1, 1), new(x, foot));
            scene.Polygon(rock.Shade(-0.12f), top, Along(1, 1), new(x - (half * 0.2f), foot), Along(-0.3f, 0.4f));
            var snow = SKColors.White.Mix(palette.Sky, 0.2f);
            scene.Polygon(
                snow, top, Along(-1, 0.3f), Along(-0.5f, 0.24f), Along(-0.2f, 0.36f),
                Along(0.15f, 0.25f), Along(0.5f, 0.34f), Along(1, 0.26f));
        }
    }

    private static void Trees(Scene scene, Ridge ridge, SKColor color, float near)
    {
        var random = scene.Random;
        var isForest = scene.Motif.Subject == Subject.Forest;
        var areConifers = isForest || scene.Motif.IsWinter || random.Chance(0.5f);
        var count = (int)(scene.Width / scene.Unit * (isForest ? 52 - (30 * near) : 9));
        for (var i = 0; i < count; i++)
        {
            var x = random.Next() * scene.Width;
            var size = scene.Unit * (0.05f + ((isForest ? 0.3f : 0.1f) * near)) * random.Between(0.7f, 1.25f);
            var (foot, shade) = (ridge.At(x) + (size * 0.08f), color.Shade(random.Between(-0.08f, 0.08f)));
            if (areConifers)
            {
                Conifer(scene, x, foot, size, shade);
            }
            else
            {
                scene.Line(x, foot, x, foot - (size * 0.5f), size * 0.08f, shade.Shade(-0.3f));
                for (var leaf = 0; leaf < 7; leaf++)
                {
                    var (dx, dy) = (size * random.Between(-0.24f, 0.24f), size * random.Between(-0.9f, -0.45f));
                    var radius = size * random.Between(0.12f, 0.2f);
                    scene.Oval(x + dx, foot + dy, radius, radius, shade.Shade(leaf * 0.02f));
                }
            }
        }
    }

    private static void Conifer(Scene scene, float x, float foot, float size, SKColor color)
    {
        for (var tier = 0; tier < 4; tier++)
        {
            var (half, bottom) = (size * (0.24f - (0.05f * tier)), foot - (size * (0.08f + (0.2f * tier))));
            scene.Polygon(color.Shade(tier * 0.03f), new(x - half, bottom), new(x, bottom - (size * 0.36f)), new(x + half, bottom));
            if (scene.Motif.IsWinter)
            {
                var snow = SKColors.White.Fade(0.8f);
                scene.Polygon(
                    snow, new(x - (half * 0.5f), bottom - (size * 0.16f)), new(x, bottom - (size * 0.36f)),
                    new(x + (half * 0.3f), bottom - (size * 0.2f)));
            }
        }
    }

    private static void Village(Scene scene, Ridge ridge, float size)
    {
        var (palette, random) = (scene.Palette, scene.Random);
        var center = scene.Width * random.Between(0.3f, 0.7f);
        for (var house = -3; house <= 3; house++)
        {
            var x = center + (house * size * random.Between(1.1f, 1.5f));
            var (width, height) = (size * random.Between(0.8f, 1.1f), size * (house == 0 ? 1.6f : random.Between(0.6f, 0.8f)));
            var foot = ridge.At(x) + (size * 0.3f);
            var wall = palette.Light.Mix(palette.Near, 0.25f).Mix(palette.Deep, scene.IsNight ? 0.6f : 0.05f);
            scene.Rectangle(x, foot - height, width, height, wall);
            scene.Polygon(
                palette.Accent.Mix(palette.Deep, 0.25f),
                new(x - (width * 0.12f), foot - height),
                new(x + (width / 2), foot - height - (size * (house == 0 ? 1.3f : 0.55f))),
                new(x + (width * 1.12f), foot - height));
            scene.Rectangle(
                x + (width * 0.38f), foot - (height * 0.7f), width * 0.24f, size * 0.2f, scene.IsNight ? palette.Warm : palette.Deep);
        }
    }

    private static void Grass(Scene scene)
    {
        var (palette, random) = (scene.Palette, scene.Random);
        for (var i = 0; i < 420; i++)
        {
            var depth = random.Next();
            var (x, y) = (random.Next() * scene.Width, scene.Height * (0.9f + (0.12f * depth)));
            var size = scene.Unit * (0.012f + (0.03f * depth));
            var lean = random.Between(-0.4f, 0.4f) * size;
            var color = palette.Near.Mix(palette.Deep, 0.45f).Shade(random.Between(-0.1f, 0.12f)).Fade(0.85f);
            scene.Polygon(color, new(x - (size * 0.08f), y), new(x + lean, y - size), new(x + (size * 0.08f), y));
            if (i % 14 == 0 && scene.Motif is { IsWinter: false, Subject: Subject.Hills })
            {
                scene.Oval(x + lean, y - size, size * 0.16f, size * 0.16f, random.Pick(palette.Accent, palette.SecondAccent, palette.Warm));
            }
        }
    }
}
