using System.Numerics;

namespace ImageGeneration.Simulator.Rendering.Scenes;

/// <summary>The sea under a sky, with an island, a boat and a beach.</summary>
internal static class Seaside
{
    public static void Draw(Stage stage)
    {
        var (canvas, palette, chance) = (stage.Canvas, stage.Palette, stage.Chance);
        var horizon = stage.Height * 0.55f;
        var sun = Sky.Draw(stage, horizon);
        var island = stage.Ridge(horizon + (stage.Unit * 0.02f), stage.Unit * 0.075f, 20, sharp: true);
        canvas.FillBelow(island, palette.Far.Mix(palette.Horizon, 0.25f), palette.Far, stage.Unit * 0.06f);
        canvas.Gradient(
            horizon, stage.Height, palette.Horizon.Mix(palette.Water, 0.55f), palette.Water, palette.Water.Mix(palette.Deep, 0.45f));
        Waves(stage, horizon, sun.X);
        Boat(stage, stage.Width * chance.Between(0.3f, 0.7f), horizon + (stage.Unit * chance.Between(0.07f, 0.13f)), stage.Unit * 0.15f);
        Boat(stage, stage.Width * chance.Between(0.1f, 0.9f), horizon + (stage.Unit * 0.02f), stage.Unit * 0.045f);
        Beach(stage);
    }

    // Short strokes of light, longer towards the viewer, brightest below the sun.
    private static void Waves(Stage stage, float horizon, float sunX)
    {
        var (canvas, palette, chance) = (stage.Canvas, stage.Palette, stage.Chance);
        var depthOfSea = stage.Height - horizon;
        var count = (int)(900 * stage.Width / stage.Unit);
        for (var i = 0; i < count; i++)
        {
            var depth = MathF.Pow(chance.Next(), 1.6f);
            float x = chance.Next() * stage.Width, y = horizon + (depth * depthOfSea) + 1;
            var length = stage.Unit * (0.008f + (0.06f * depth)) * chance.Between(0.4f, 1.2f);
            var thickness = stage.Unit * (0.0008f + (0.0042f * depth));
            var lit = Math.Max(0, 1 - (MathF.Abs(x - sunX) / (stage.Unit * (0.05f + (0.2f * depth)))));
            var colour = chance.Happens(0.45f) ? palette.Water.Mix(palette.Deep, 0.4f) : palette.Horizon;
            canvas.Ellipse(
                x, y, length, Math.Max(0.6f, thickness), lit > 0 ? palette.Light : colour, lit > 0 ? 0.25f + (0.7f * lit) : 0.28f);
        }
    }

    private static void Boat(Stage stage, float x, float y, float size)
    {
        var (canvas, palette) = (stage.Canvas, stage.Palette);
        var sail = Rgb.White.Mix(palette.Light, 0.4f).Mix(palette.Deep, stage.Night ? 0.45f : 0.02f);
        canvas.Polygon(
            palette.Accent.Mix(palette.Deep, 0.35f),
            1,
            new(x - (size * 0.5f), y - (size * 0.12f)),
            new(x + (size * 0.55f), y - (size * 0.12f)),
            new(x + (size * 0.36f), y + (size * 0.06f)),
            new(x - (size * 0.34f), y + (size * 0.06f)));
        canvas.Line(new Vector2(x, y - (size * 0.1f)), new Vector2(x, y - (size * 1.2f)), Math.Max(1, size * 0.025f), palette.Deep);
        canvas.Polygon(
            sail,
            1,
            new(x + (size * 0.03f), y - (size * 1.15f)),
            new(x + (size * 0.5f), y - (size * 0.22f)),
            new(x + (size * 0.03f), y - (size * 0.2f)));
        canvas.Polygon(
            sail.Mix(
                palette.SecondAccent,
                0.55f), 1, new(x - (size * 0.03f),
                y - size), new(x - (size * 0.42f),
                y - (size * 0.22f)), new(x - (size * 0.03f),
                y - (size * 0.2f)));
        for (var i = 0; i < 7; i++)
        {
            canvas.Ellipse(
                x + (size * 0.05f * (i % 3)),
                y + (size * (0.12f + (0.07f * i))),
                size * (0.42f - (0.04f * i)),
                Math.Max(0.6f, size * 0.016f),
                sail,
                0.3f);
        }
    }

    private static void Beach(Stage stage)
    {
        var (canvas, palette) = (stage.Canvas, stage.Palette);
        var sand = Rgb.Oklch(0.84f, 0.06f, 82).Mix(palette.Deep, stage.Night ? 0.68f : stage.Brief.Time == DayTime.Sunset ? 0.25f : 0f);
        var shore = stage.Ridge(stage.Height * 0.91f, stage.Unit * 0.03f, 16);
        var foam = Array.ConvertAll(shore, level => level - (stage.Unit * 0.014f));
        canvas.FillBelow(
            Array.ConvertAll(shore, level => level - (stage.Unit * 0.045f)),
            palette.Horizon.Mix(palette.Water, 0.5f),
            palette.Horizon,
            stage.Unit * 0.04f);
        canvas.FillBelow(foam, Rgb.White.Mix(palette.Horizon, 0.2f), sand, stage.Unit * 0.02f);
        canvas.FillBelow(shore, sand.Add(-18), sand, stage.Unit * 0.07f);
        if (stage.Chance.Happens(0.6f))
        {
            Palm(stage, stage.Width * stage.Chance.Pick([0.1f, 0.9f]), stage.Height * 0.985f, stage.Unit * 0.55f);
        }
    }

    private static void Palm(Stage stage, float x, float foot, float size)
    {
        var (canvas, palette) = (stage.Canvas, stage.Palette);
        var lean = (x < stage.Width / 2 ? 1 : -1) * size * 0.22f;
        var bark = palette.Deep.Mix(new Rgb(110, 78, 52), stage.Night ? 0.15f : 0.55f);
        for (var i = 0; i < 14; i++)
        {
            float from = i / 14f, to = (i + 1.15f) / 14f;
            canvas.Line(
                new Vector2(x + (lean * from * from), foot - (size * 0.85f * from)),
                new Vector2(x + (lean * to * to), foot - (size * 0.85f * to)),
                size * (0.06f - (0.028f * from)),
                bark.Add(i % 2 * 9));
        }

        var crown = new Vector2(x + lean, foot - (size * 0.86f));
        var leaf = palette.Near.Mix(palette.Deep, 0.45f);
        for (var frond = 0; frond < 9; frond++)
        {
            var angle = (-0.35f + (frond / 8f * 3.84f)) * -1;
            Frond(canvas, crown, angle, size * stage.Chance.Between(0.32f, 0.42f), leaf.Add((frond % 3 * 9) - 6));
        }
    }

    // A leaf that bends under its weight: a row of shrinking leaflets along a falling curve.
    private static void Frond(Canvas canvas, Vector2 from, float angle, float length, Rgb colour)
    {
        var (sin, cos) = MathF.SinCos(angle);
        var last = from;
        for (var i = 1; i <= 10; i++)
        {
            var t = i / 10f;
            var point = from + new Vector2(cos * length * t, (sin * length * t) + (length * 0.75f * t * t));
            var width = length * 0.13f * (1.05f - t);
            canvas.Polygon(colour, 1, last, point + new Vector2(0, width), point, last - new Vector2(0, width * 0.4f));
            last = point;
        }
    }
}
