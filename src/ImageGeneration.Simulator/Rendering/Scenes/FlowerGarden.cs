namespace ImageGeneration.Simulator.Rendering.Scenes;

/// <summary>A meadow of flowers before hills.</summary>
internal static class FlowerGarden
{
    public static void Draw(Stage stage)
    {
        var (canvas, palette, chance) = (stage.Canvas, stage.Palette, stage.Chance);
        Sky.Draw(stage, stage.Height * 0.6f);
        for (var row = 0; row < 3; row++)
        {
            var near = row / 2f;
            var line = stage.Ridge(stage.Height * (0.5f + (0.09f * row)), stage.Unit * 0.05f, 18);
            var colour = palette.Far.Mix(palette.Near, 0.35f + (0.6f * near)).Mix(palette.Horizon, 0.3f * (1 - near));
            canvas.FillBelow(line, colour.Add(12), colour.Mix(palette.Deep, 0.4f * near), stage.Unit * 0.5f);
        }

        Rgb pale = palette.Accent.Mix(Rgb.White, 0.55f), light = palette.SecondAccent.Mix(Rgb.White, 0.4f);
        Rgb[] petals = [palette.Accent, palette.SecondAccent, pale, palette.Warm, light];
        var count = (int)(120 * stage.Width / stage.Unit);
        for (var i = 0; i < count; i++)
        {
            var depth = MathF.Pow(i / (float)count, 1.5f);
            var foot = stage.Height * (0.66f + (0.42f * depth));
            var size = stage.Unit * (0.035f + (0.25f * depth * depth)) * chance.Between(0.8f, 1.2f);
            if (i % 3 == 0)
            {
                Plants.Grass(stage, foot - (size * 0.1f), foot, 14, palette.Near.Mix(palette.Deep, 0.2f + (0.3f * depth)));
            }

            Plants.Flower(stage, chance.Next() * stage.Width, foot, size, chance.Pick(petals).Mix(palette.Horizon, 0.3f * (1 - depth)));
        }
    }
}
