namespace ImageGeneration.Simulator.Rendering.Scenes;

/// <summary>A few houses on a hill; their windows are lit when it gets dark.</summary>
internal static class Village
{
    public static void Draw(Stage stage, float[] line, float centre, float size)
    {
        for (var i = 0; i < 4; i++)
        {
            var x = centre + ((i - 1.5f) * size * stage.Chance.Between(1.5f, 2.1f));
            var foot = line[Math.Clamp((int)x, 0, line.Length - 1)] + (size * 0.35f);
            var wall = Rgb.White.Mix(stage.Palette.Far, stage.Night ? 0.75f : 0.18f);
            House(
                stage,
                x,
                foot,
                size * stage.Chance.Between(0.8f, 1.2f),
                wall,
                i % 2 == 0 ? stage.Palette.Accent : stage.Palette.SecondAccent);
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
            roof, 1, new(
                x - (size * 0.62f),
                foot - (size * 0.72f)), new(x - (size * 0.1f),
                foot - (size * 1.25f)), new(x + (size * 0.62f),
                foot - (size * 0.72f)));
        var glass = stage.Brief.Time == DayTime.Day ? stage.Palette.SkyTop.Mix(stage.Palette.Deep, 0.4f) : stage.Palette.Warm;
        canvas.Rectangle(x - (size * 0.34f), foot - (size * 0.52f), size * 0.18f, size * 0.2f, glass);
        canvas.Rectangle(x - (size * 0.06f), foot - (size * 0.4f), size * 0.15f, size * 0.4f, roof.Add(-24));
        if (stage.Night)
        {
            canvas.Glow(x - (size * 0.25f), foot - (size * 0.42f), size * 0.7f, stage.Palette.Warm, 0.5f);
        }
    }
}
