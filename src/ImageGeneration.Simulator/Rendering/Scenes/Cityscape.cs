namespace ImageGeneration.Simulator.Rendering.Scenes;

/// <summary>A skyline in three rows with lit windows, mirrored in wet ground.</summary>
internal static class Cityscape
{
    public static void Draw(Stage stage)
    {
        var (canvas, palette) = (stage.Canvas, stage.Palette);
        var ground = stage.Height * 0.84f;
        Sky.Draw(stage, stage.Height * 0.8f);
        canvas.Glow(stage.Width / 2, ground, Math.Max(stage.Width, stage.Height) * 0.6f, palette.Warm, stage.Night ? 0.3f : 0.12f);
        for (var row = 0; row < 3; row++)
        {
            Row(stage, row, ground);
        }

        Mirror(stage, (int)ground);
    }

    private static void Row(Stage stage, int row, float ground)
    {
        var (palette, chance) = (stage.Palette, stage.Chance);
        var near = (row + 1) / 3f;
        var x = -stage.Unit * chance.Next() * 0.1f;
        while (x < stage.Width)
        {
            var width = stage.Unit * chance.Between(0.06f, 0.13f) * (0.75f + (0.45f * near));
            var height = stage.Unit * chance.Between(0.2f, 0.56f) * (1.2f - (0.5f * near)) * Math.Min(1.35f, stage.Height / stage.Unit);
            var wall = palette.Far.Mix(palette.Deep, near * 0.9f)
                .Mix(palette.Horizon, 0.42f * (1 - near))
                .Mix(palette.Accent, 0.07f + (0.1f * chance.Next()));
            Tower(stage, x, ground, width, height, wall, near);
            x += width * chance.Between(0.9f, 1.25f);
        }
    }

    private static void Tower(Stage stage, float x, float ground, float width, float height, Rgb wall, float near)
    {
        var (canvas, palette, chance) = (stage.Canvas, stage.Palette, stage.Chance);
        var top = ground - height;
        canvas.Rectangle(x, top, width, height, wall);
        canvas.Rectangle(x + (width * 0.62f), top, width * 0.38f, height, wall.Add(-12));
        switch (chance.Below(4))
        {
            case 0:
                canvas.Polygon(wall, 1, new(x, top + 1), new(x + (width / 2), top - (width * 0.7f)), new(x + width, top + 1));
                break;
            case 1:
                canvas.Rectangle(x + (width * 0.2f), top - (width * 0.3f), width * 0.6f, width * 0.32f, wall);
                canvas.Rectangle(x + (width * 0.47f), top - (width * 0.95f), Math.Max(1, width * 0.05f), width * 0.7f, wall);
                canvas.Glow(x + (width * 0.5f), top - (width * 0.95f), width * 0.2f, palette.Accent, stage.Night ? 0.9f : 0.3f);
                break;
        }

        var columns = 3 + chance.Below(4);
        float cell = width / (columns + 0.6f), floor = cell * chance.Between(1.1f, 1.5f);
        var lit = stage.Brief.Time switch { DayTime.Night => 0.45f, DayTime.Sunset => 0.35f, DayTime.Dawn => 0.2f, _ => 0.06f };
        var glass = wall.Mix(palette.SkyMiddle, stage.Night ? 0.12f : 0.4f);
        for (var y = top + (floor * 0.5f); y < ground - floor; y += floor)
        {
            for (var column = 0; column < columns; column++)
            {
                var on = chance.Happens(lit);
                var light = chance.Happens(0.8f) ? palette.Warm : palette.SecondAccent;
                canvas.Rectangle(
                    x + (cell * (0.5f + column)),
                    y,
                    cell * 0.6f,
                    floor * 0.52f,
                    on ? light.Add(20) : glass,
                    on ? 0.55f + (0.4f * near) : 0.5f);
            }
        }
    }

    private static void Mirror(Stage stage, int ground)
    {
        var canvas = stage.Canvas;
        var wet = stage.Palette.Deep.Mix(stage.Palette.Water, 0.45f);
        for (var y = ground; y < canvas.Height; y++)
        {
            var depth = (y - ground) / (float)Math.Max(1, canvas.Height - ground);
            var row = canvas.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                var ripple = (Noise.At(x / stage.Unit * 50, y / stage.Unit * 420) - 0.5f) * stage.Unit * (0.012f + (0.04f * depth));
                var above = canvas.Near(x + (int)ripple, ground - 1 - (int)((y - ground) * 1.9f) + (int)(ripple * 0.6f));
                row[x] = above.Mix(wet, 0.38f + (0.42f * depth));
            }
        }

        canvas.Rectangle(0, ground - (stage.Unit * 0.006f), stage.Width, stage.Unit * 0.008f, stage.Palette.Deep, 0.85f);
    }
}
