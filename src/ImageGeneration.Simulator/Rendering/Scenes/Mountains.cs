namespace ImageGeneration.Simulator.Rendering.Scenes;

/// <summary>Ranges behind one another, snow on the far ones, hills at their feet.</summary>
internal static class Mountains
{
    public static void Draw(Stage stage)
    {
        var (palette, height) = (stage.Palette, stage.Height);
        Sky.Draw(stage, height * 0.62f);
        for (var range = 0; range < 3; range++)
        {
            var rise = stage.Unit * (0.3f - (range * 0.06f));
            var line = stage.Ridge(height * (0.44f + (range * 0.09f)), rise, 42 + (range * 16), sharp: true);
            var rock = palette.Far.Mix(palette.Deep, 0.12f + (range * 0.2f)).Mix(palette.Horizon, 0.4f - (range * 0.17f));
            stage.Canvas.FillBelow(line, rock, rock.Mix(palette.Horizon, 0.35f), stage.Unit * 0.4f);
            Faces(stage, line, rock, snow: range < 2);
        }

        Landscape.Hills(stage, 0.72f, 3);
        Landscape.Birds(stage);
    }

    // Light from the left: below each fall of the ridge, and slanting away from it, lies shadow; summits carry snow.
    private static void Faces(Stage stage, float[] line, Rgb rock, bool snow)
    {
        var canvas = stage.Canvas;
        var cap = Rgb.White.Mix(stage.Palette.SkyMiddle, stage.Night ? 0.5f : 0.06f);
        var shade = rock.Mix(stage.Palette.Deep, 0.55f);
        var reach = stage.Unit * 0.3f;
        var snowLine = line.Min() + (stage.Unit * 0.13f);
        var step = Math.Max(2, (int)(stage.Unit * 0.022f));
        for (var x = 0; x < line.Length; x++)
        {
            for (var y = Math.Max(0, (int)line[x] + 1); y < Math.Min(canvas.Height, line[x] + reach); y++)
            {
                var below = y - line[x];
                var wobble = (Noise.At(x * 0.2f, y * 0.2f) - 0.5f) * stage.Unit * 0.05f;
                var from = Math.Clamp((int)(x - (below * 0.42f) + wobble), step, line.Length - 1 - step);
                var slope = (line[from + step] - line[from - step]) / step;
                var shadow = Math.Clamp(0.5f + (slope * 1.6f), 0, 1) * (1 - (below / reach));
                ref var pixel = ref canvas.Pixels[(y * canvas.Width) + x];
                pixel = pixel.Blend(shade, (int)(shadow * 150));
                if (snow && y < snowLine + (wobble * 3.2f))
                {
                    pixel = cap.Mix(stage.Palette.Far, shadow * 0.75f);
                }
            }
        }
    }
}
