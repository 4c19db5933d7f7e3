using System.Numerics;

namespace ImageGeneration.Simulator.Rendering.Scenes;

/// <summary>Trees, grass and flowers, each standing on a point.</summary>
internal static class Plants
{
    public static void Conifer(Stage stage, float x, float foot, float size, Rgb colour)
    {
        var canvas = stage.Canvas;
        canvas.Rectangle(x - (size * 0.025f), foot - (size * 0.14f), size * 0.05f, size * 0.16f, colour.Mix(new Rgb(40, 26, 20), 0.6f));
        for (var tier = 0; tier < 4; tier++)
        {
            var bottom = foot - (size * (0.1f + (tier * 0.2f)));
            var half = size * (0.25f - (tier * 0.05f));
            var top = bottom - (size * (0.36f - (tier * 0.03f)));
            canvas.Polygon(colour, 1, new(x - half, bottom), new(x, top), new(x + half, bottom), new(x, bottom - (size * 0.035f)));
            canvas.Polygon(colour.Add(16), 0.8f, new(x - half, bottom), new(x, top), new(x - (half * 0.25f), bottom - (size * 0.03f)));
            if (stage.Brief.Winter)
            {
                canvas.Polygon(
                    Rgb.White,
                    0.75f,
                    new(x - (half * 0.55f), bottom - (size * 0.15f)),
                    new(x, top),
                    new(x + (half * 0.2f), top + (size * 0.14f)));
            }
        }
    }

    public static void Broadleaf(Stage stage, float x, float foot, float size, Rgb colour)
    {
        var canvas = stage.Canvas;
        var trunk = colour.Mix(new Rgb(46, 28, 20), 0.7f);
        canvas.Polygon(
            trunk,
            1,
            new(x - (size * 0.05f), foot),
            new(x - (size * 0.025f), foot - (size * 0.5f)),
            new(x + (size * 0.025f), foot - (size * 0.5f)),
            new(x + (size * 0.06f), foot));
        var chance = stage.Chance;
        var crown = stage.Brief.Autumn ? Rgb.Oklch(0.64f, 0.15f, chance.Between(35, 75)) : colour;
        for (var leaf = 0; leaf < 9; leaf++)
        {
            float angle = chance.Between(0, 6.28f), away = size * chance.Between(0, 0.24f);
            float cx = x + (MathF.Cos(angle) * away * 1.15f), cy = foot - (size * 0.68f) + (MathF.Sin(angle) * away * 0.8f);
            var radius = size * chance.Between(0.12f, 0.2f);
            canvas.Disc(cx, cy, radius, crown.Add(-10));
            canvas.Disc(cx - (radius * 0.2f), cy - (radius * 0.25f), radius * 0.74f, crown.Add(leaf * 3), 0.75f);
        }
    }

    public static void Grass(Stage stage, float top, float bottom, int count, Rgb colour)
    {
        for (var i = 0; i < count; i++)
        {
            var depth = stage.Chance.Next();
            float x = stage.Chance.Next() * stage.Width, y = top + ((bottom - top) * depth);
            var size = stage.Unit * (0.012f + (0.03f * depth));
            var lean = stage.Chance.Between(-0.35f, 0.35f) * size;
            var shade = colour.Add((int)stage.Chance.Between(-16, 22));
            stage.Canvas.Polygon(shade, 0.8f, new(x - (size * 0.08f), y), new(x + lean, y - size), new(x + (size * 0.08f), y));
        }
    }

    public static void Flower(Stage stage, float x, float foot, float size, Rgb petals)
    {
        var canvas = stage.Canvas;
        var lean = stage.Chance.Between(-0.18f, 0.18f) * size;
        var head = new Vector2(x + lean, foot - size);
        var stem = stage.Palette.Near.Mix(stage.Palette.Deep, 0.45f);
        canvas.Line(new Vector2(x, foot), head, Math.Max(1, size * 0.035f), stem);
        canvas.Polygon(
            stem.Add(
                14), 1, new(x,
                foot - (size * 0.2f)), new(x + (size * 0.26f),
                foot - (size * 0.44f)), new(x + (size * 0.06f),
                foot - (size * 0.42f)));
        var count = 5 + stage.Chance.Below(4);
        var turn = stage.Chance.Next() * 6.28f;
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < count; i++)
            {
                var (sin, cos) = MathF.SinCos(turn + ((i + (round * 0.5f)) * 6.2832f / count));
                var reach = size * (round == 0 ? 0.15f : 0.085f);
                canvas.Disc(
                    head.X + (cos * reach),
                    head.Y + (sin * reach * 0.85f),
                    size * (round == 0 ? 0.1f : 0.075f),
                    petals.Add(round == 0 ? -14 : 14));
            }
        }

        canvas.Disc(head.X, head.Y, size * 0.07f, stage.Palette.Warm);
        canvas.Disc(head.X - (size * 0.015f), head.Y - (size * 0.02f), size * 0.035f, stage.Palette.Warm.Add(30));
    }
}
