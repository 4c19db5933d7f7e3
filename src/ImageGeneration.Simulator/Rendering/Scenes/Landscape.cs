using System.Numerics;

namespace ImageGeneration.Simulator.Rendering.Scenes;

/// <summary>Hills under a sky: fields or forest, with houses and trees on them.</summary>
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
        var village = stage.Width * stage.Chance.Between(0.28f, 0.72f);
        for (var row = 0; row < rows; row++)
        {
            var near = (row + 1f) / rows;
            var level = height * (start + ((1 - start) * 0.82f * row / rows));
            var line = stage.Ridge(level, stage.Unit * (0.04f + (0.045f * near)), 20 - (row * 3));
            var colour = palette.Far.Mix(palette.Near, near).Mix(palette.Horizon, 0.34f * (1 - near));
            stage.Canvas.FillBelow(line, colour.Add(12), colour.Mix(palette.Deep, 0.5f * near), stage.Unit * 0.3f);
            Grow(stage, line, colour.Mix(palette.Deep, 0.45f), near, row > rows / 2 ? village : float.NaN);
            if (row == rows / 2)
            {
                Village.Draw(stage, line, village, stage.Unit * (0.035f + (0.03f * near)));
            }
        }

        Plants.Grass(stage, height * 0.9f, height * 1.02f, 420, palette.Near.Mix(palette.Deep, 0.45f));
    }

    private static void Fill(Stage stage, float[] line, Rgb colour, float haze) =>
        stage.Canvas.FillBelow(line, colour, colour.Mix(stage.Palette.Horizon, haze), stage.Unit * 0.25f);

    private static void Grow(Stage stage, float[] line, Rgb colour, float near, float clearing)
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
                if (x < 0 || x >= line.Length || MathF.Abs(x - clearing) < stage.Unit * 0.22f)
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

    public static void Birds(Stage stage)
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
