namespace ImageGeneration.Simulator.Rendering;

/// <summary>What a scene draws with.</summary>
internal sealed record Stage(Canvas Canvas, PictureBrief Brief, Palette Palette, Chance Chance)
{
    public float Width => Canvas.Width;

    public float Height => Canvas.Height;

    public float Unit => Canvas.Unit;

    public bool Night => Brief.Time == DayTime.Night;

    /// <summary>A rolling line across the picture, one level a column.</summary>
    public float[] Ridge(float level, float amplitude, float frequency, bool sharp = false)
    {
        var line = new float[Canvas.Width];
        float offset = Chance.Between(0, 256), row = Chance.Between(0, 256);
        for (var x = 0; x < line.Length; x++)
        {
            var noise = Noise.At(offset + (x / Unit * frequency), row);
            if (sharp)
            {
                noise = 1 - MathF.Abs((2 * noise) - 1);
                noise = (noise * noise * 0.85f) + (0.15f * Noise.At(offset + (x / Unit * frequency * 5), row + 40));
            }

            line[x] = level - (((2 * noise) - 1) * amplitude * (sharp ? 1 : 1.9f));
        }

        return line;
    }
}
