using System.Numerics;

namespace ImageGeneration.Simulator.Rendering.Scenes;

/// <summary>Hills under a sky: fields, mountains or forest, with houses and trees on them.</summary>
internal static class Landscape
{
    public static void DrawHills(Stage stage)
    {
        var (palette, height) = (stage.Palette, stage.Height);
        Sky.Draw(stage, height * 0.66f);
        Fill(stage, stage.Ridge(height * 0.56f, stage.Unit * 0.1f, 34, sharp: true), palette.Far.Mix(palette.Horizon, 0.45f), 0.6f);
        Hills(stage, 0.62f, 4);
        Birds(stage);
    }

    public static void DrawMountains(Stage stage)
    {
        var (palette, height) = (stage.Palette, stage.Height);
        Sky.Draw(stage, height * 0.62f);
        for (var range = 0; range < 3; range++)
        {
            var line = stage.Ridge(height * (0.44f + (range * 0.09f)), stage.Unit * (0.3f - (range * 0.06f)), 42 + (range * 16), sharp: true);
            var rock = palette.Far.Mix(palette.Deep, 0.12f + (range * 0.2f)).Mix(palette.Horizon, 0.4f - (range * 0.17f));
            stage.Canvas.FillBelow(line, rock, rock.Mix(palette.Horizon, 0.35f), stage.Unit * 0.4f);
            Faces(stage, line, rock, snow: range < 2);
        }

        Hills(stage, 0.72f, 3);
        Birds(stage);
    }

    public static void DrawForest(Stage stage)
    {
        var (palette, height) = (stage.Palette, stage.Height);
        Sky.Draw(stage, height * 0.75f);
        for (var layer = 0; layer < 5; layer++)
        {
            var near = layer / 4f;
            var colour = palette.Far.Mix(palette.Deep, 0.2f + (0.75f * near)).Mix(palette.Horizon, 0.42f * (1 - near));
            var line = stage.Ridge(height * (0.55f + (0.11f * layer)), stage.Unit * 0.04f, 22);
            var count = (int)(stage.Width / stage.Unit * (34 - (layer * 6)));
            for (var i = 0; i < count; i++)
            {
                var x = (i + stage.Chance.Next()) / count * stage.Width;
                var foot = line[Math.Clamp((int)x, 0, line.Length - 1)] + (stage.Unit * 0.02f);
                var size = stage.Unit * (0.16f + (0.09f * layer)) * stage.Chance.Between(0.7f, 1.2f);
                Plants.Conifer(stage, x, foot, size, colour.Add((int)stage.Chance.Between(-7, 8)));
            }

            stage.Canvas.FillBelow(line, colour, colour.Mix(palette.Horizon, 0.4f * (1 - near)), stage.Unit * 0.16f);
        }

        Plants.Grass(stage, height * 0.93f, height, 240, palette.Deep.Mix(palette.Near, 0.35f));
    }

    /// <summary>Rows of hills from the distance to the viewer's feet.</summary>
    public static void Hills(Stage stage, float start, int rows)
    {
        var (palette, height) = (stage.Palette, stage.Height);
        for (var row = 0; row < rows; row++)
        {
            var near = (row + 1f) / rows;
            var line = stage.Ridge(height * (start + ((1 - start) * 0.82f * row / rows)), stage.Unit * (0.04f + (0.045f * near)), 20 - (row * 3));
            var colour = palette.Far.Mix(palette.Near, near).Mix(palette.Horizon, 0.34f * (1 - near));
            stage.Canvas.FillBelow(line, colour.Add(12), colour.Mix(palette.Deep, 0.5f * near), stage.Unit * 0.3f);
            Grow(stage, line, colour.Mix(palette.Deep, 0.45f), near);
            if (row == rows / 2)
            {
                Village(stage, line, stage.Unit * (0.035f + (0.03f * near)));
            }
        }

        Plants.Grass(stage, height * 0.9f, height * 1.02f, 420, palette.Near.Mix(palette.Deep, 0.45f));
    }

    private static void Fill(Stage stage, float[] line, Rgb colour, float haze) =>
        stage.Canvas.FillBelow(line, colour, colour.Mix(stage.Palette.Horizon, haze), stage.Unit * 0.25f);

    private static void Grow(Stage stage, float[] line, Rgb colour, float near)
    {
        var conifers = stage.Chance.Happens(0.5f);
        var groups = 2 + stage.Chance.Below(3);
        for (var group = 0; group < groups; group++)
        {
            var centre = stage.Chance.Next() * stage.Width;
            var count = 3 + stage.Chance.Below(7);
            for (var i = 0; i < count; i++)
            {
                var x = centre + (stage.Unit * stage.Chance.Between(-0.14f, 0.14f));
                if (x < 0 || x >= line.Length)
                {
                    continue;
                }

                var size = stage.Unit * (0.04f + (0.11f * near)) * stage.Chance.Between(0.7f, 1.25f);
                var foot = line[(int)x] + (size * 0.06f);
                if (conifers || stage.Brief.Winter)
                {
                    Plants.Conifer(stage, x, foot, size, colour);
                }
                else
                {
                    Plants.Broadleaf(stage, x, foot, size, colour.Add(8));
                }
            }
        }
    }

    private static void Village(Stage stage, float[] line, float size)
    {
        var centre = stage.Width * stage.Chance.Between(0.25f, 0.75f);
        for (var i = 0; i < 4; i++)
        {
            var x = centre + ((i - 1.5f) * size * stage.Chance.Between(1.5f, 2.1f));
            var foot = line[Math.Clamp((int)x, 0, line.Length - 1)] + (size * 0.35f);
            var wall = Rgb.White.Mix(stage.Palette.Far, stage.Night ? 0.75f : 0.18f);
            House(stage, x, foot, size * stage.Chance.Between(0.8f, 1.2f), wall, i % 2 == 0 ? stage.Palette.Accent : stage.Palette.SecondAccent);
        }
    }

    private static void House(Stage stage, float x, float foot, float size, Rgb wall, Rgb roof)
    {
        var canvas = stage.Canvas;
        roof = stage.Night ? roof.Mix(stage.Palette.Deep, 0.6f) : roof.Mix(stage.Palette.Deep, 0.12f);
        canvas.Rectangle(x - (size * 0.5f), foot - (size * 0.75f), size, size * 0.75f, wall);
        canvas.Rectangle(x + (size * 0.12f), foot - (size * 0.75f), size * 0.38f, size * 0.75f, wall.Add(-22));
        canvas.Rectangle(x + (size * 0.22f), foot - (size * 1.35f), size * 0.12f, size * 0.4f, wall.Add(-30));
        canvas.Polygon(
            roof, 1, new(x - (size * 0.62f), foot - (size * 0.72f)), new(x - (size * 0.1f), foot - (size * 1.25f)), new(x + (size * 0.62f), foot - (size * 0.72f)));
        var glass = stage.Brief.Time == DayTime.Day ? stage.Palette.SkyTop.Mix(stage.Palette.Deep, 0.4f) : stage.Palette.Warm;
        canvas.Rectangle(x - (size * 0.34f), foot - (size * 0.52f), size * 0.18f, size * 0.2f, glass);
        canvas.Rectangle(x - (size * 0.06f), foot - (size * 0.4f), size * 0.15f, size * 0.4f, roof.Add(-24));
        if (stage.Night)
        {
            canvas.Glow(x - (size * 0.25f), foot - (size * 0.42f), size * 0.7f, stage.Palette.Warm, 0.5f);
        }
    }

    // Light from one side: each stretch of the ridge that falls away from it lies in shadow; summits carry snow.
    private static void Faces(Stage stage, float[] line, Rgb rock, bool snow)
    {
        var canvas = stage.Canvas;
        var cap = Rgb.White.Mix(stage.Palette.SkyMiddle, stage.Night ? 0.55f : 0.1f);
        var summit = line.Min();
        var snowLine = summit + (stage.Unit * 0.15f);
        var step = Math.Max(2, (int)(stage.Unit * 0.012f));
        for (var x = 0; x < line.Length; x++)
        {
            var ahead = line[Math.Min(line.Length - 1, x + step)];
            var slope = (ahead - line[x]) / step;
            var shadow = Math.Clamp(slope, 0, 1) * 0.4f;
            var depth = stage.Unit * (0.05f + (0.12f * Noise.At(x * 0.11f, 77)));
            for (var y = Math.Max(0, (int)line[x] + 1); y < Math.Min(canvas.Height, line[x] + depth); y++)
            {
                var ragged = snowLine + ((Noise.At(x * 0.35f, y * 0.12f) - 0.5f) * stage.Unit * 0.16f);
                var fade = 1 - ((y - line[x]) / depth);
                ref var pixel = ref canvas.Pixels[(y * canvas.Width) + x];
                if (snow && y < ragged)
                {
                    pixel = cap.Mix(stage.Palette.Far, Math.Clamp(slope, 0, 1) * 0.55f);
                }
                else
                {
                    pixel = pixel.Mix(rock.Mix(stage.Palette.Deep, 0.6f), shadow * fade);
                }
            }
        }
    }

    private static void Birds(Stage stage)
    {
        if (stage.Night)
        {
            return;
        }

        var centre = new Vector2(stage.Width * stage.Chance.Between(0.3f, 0.7f), stage.Height * stage.Chance.Between(0.12f, 0.3f));
        for (var i = 0; i < 5; i++)
        {
            var at = centre + (stage.Unit * new Vector2(stage.Chance.Between(-0.12f, 0.12f), stage.Chance.Between(-0.05f, 0.05f)));
            var size = stage.Unit * stage.Chance.Between(0.008f, 0.016f);
            var ink = stage.Palette.Deep;
            stage.Canvas.Line(at, at + new Vector2(-size, -size * 0.55f), Math.Max(1.2f, size * 0.16f), ink, 0.8f);
            stage.Canvas.Line(at, at + new Vector2(size, -size * 0.6f), Math.Max(1.2f, size * 0.16f), ink, 0.8f);
        }
    }
}
