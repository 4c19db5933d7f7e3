namespace ImageGeneration.Simulator.Rendering.Styles;

/// <summary>Graphite on paper: contours, and hatching that crosses itself where it gets dark.</summary>
internal static class PencilSketch
{
    private static readonly (float Cos, float Sin, int Below)[] Hatches =
    [
        (0.7071f, 0.7071f, 184), (0.7071f, -0.7071f, 134), (0.2588f, 0.9659f, 90), (0.9659f, 0.2588f, 55),
    ];

    public static Canvas Apply(Canvas source)
    {
        var result = new Canvas(source.Width, source.Height);
        var pen = Math.Max(1, (int)(source.Unit * 0.0016f));
        var pitch = Math.Max(3.2f, source.Unit * 0.0075f);
        var paper = new Rgb(246, 242, 232);
        var graphite = new Rgb(52, 50, 58);
        for (var y = 0; y < source.Height; y++)
        {
            var row = result.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                var wobble = (Noise.At(x / source.Unit * 60, y / source.Unit * 60) - 0.5f) * pitch * 2.2f;
                var luma = source.Near(x, y).Luma;
                var ink = Hatching(x + wobble, y + wobble, luma, pitch);
                ink = Math.Max(ink, Contour(source, x + (int)(wobble * 0.2f), y, pen));
                var tooth = 0.55f + (0.75f * Noise.Raw(x * 3, y * 3));
                var frame = Math.Clamp((Inset(source, x, y) - (0.035f * Noise.At(x / source.Unit * 40, y / source.Unit * 40))) * 40, 0, 1);
                var shade = paper.Add((int)((Noise.Grain(x, y) - 0.5f) * 8)).Blend(graphite, (int)(frame * (255 - luma) * 0.16f));
                row[x] = shade.Blend(graphite, (int)(Math.Clamp(ink * tooth * frame, 0, 1) * 225));
            }
        }

        return result;
    }

    private static float Hatching(float x, float y, int luma, float pitch)
    {
        var ink = 0f;
        foreach (var (cos, sin, below) in Hatches)
        {
            if (luma >= below)
            {
                break;
            }

            var across = ((x * cos) + (y * sin)) / pitch;
            var distance = Math.Abs(across - MathF.Floor(across) - 0.5f);
            var width = 0.1f + (0.16f * (below - luma) / below);
            ink = Math.Max(ink, Math.Clamp((width - distance) * 7, 0, 0.85f));
        }

        return ink;
    }

    private static float Contour(Canvas source, int x, int y, int pen)
    {
        var across = source.Near(x + pen, y).Luma - source.Near(x - pen, y).Luma;
        var down = source.Near(x, y + pen).Luma - source.Near(x, y - pen).Luma;
        return Math.Clamp((Math.Abs(across) + Math.Abs(down) - 16) / 60f, 0, 1);
    }

    private static float Inset(Canvas canvas, int x, int y) =>
        Math.Min(Math.Min(x, canvas.Width - 1 - x), Math.Min(y, canvas.Height - 1 - y)) / canvas.Unit;
}
