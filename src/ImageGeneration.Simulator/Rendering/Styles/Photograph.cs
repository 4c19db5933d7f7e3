namespace ImageGeneration.Simulator.Rendering.Styles;

/// <summary>What a lens and a film add: soft light, haze towards the middle distance, contrast, dark corners, grain.</summary>
internal static class Photograph
{
    public static Canvas Apply(Canvas source)
    {
        var result = new Canvas(source.Width, source.Height);
        var soft = new SoftCopy(source, Math.Max(1, (int)(source.Unit * 0.003f)));
        var focus = source.Height * 0.62f;
        for (var y = 0; y < source.Height; y++)
        {
            var row = result.Row(y);
            var blur = (int)(Math.Clamp((Math.Abs(y - focus) / source.Height) - 0.1f, 0, 0.5f) * 300);
            for (var x = 0; x < row.Length; x++)
            {
                var glow = soft.At(x, y);
                var texture = (int)((Noise.At(x / source.Unit * 210, y / source.Unit * 210) - 0.5f) * 26);
                var colour = source.Near(x, y).Add(texture).Blend(glow, blur).Screen(glow, 40);
                float dx = (x / (float)source.Width) - 0.5f, dy = (y / (float)source.Height) - 0.5f;
                var vignette = 256 - (int)(((dx * dx) + (dy * dy)) * 250);
                colour = Film(colour).Blend(default, 256 - Math.Min(256, vignette));
                row[x] = colour.Add((int)((Noise.Grain(x, y) - 0.5f) * 10));
            }
        }

        return result;
    }

    // A gentle S: deeper shadows a little blue, lights a little warm.
    private static Rgb Film(Rgb colour)
    {
        static int Curve(int value) => value + (((value - 128) * (255 - Math.Abs((2 * value) - 255))) >> 10);
        var luma = colour.Luma;
        return new Rgb(
            Rgb.Clip(Curve(colour.R) + ((luma - 118) >> 4)),
            Rgb.Clip(Curve(colour.G)),
            Rgb.Clip(Curve(colour.B) - ((luma - 118) >> 4)));
    }
}
