using System.Numerics;

namespace ImageGeneration.Simulator.Rendering.Scenes;

/// <summary>People and animals, in the plain shapes of a picture book.</summary>
internal static class Figures
{
    private static readonly string[] Animals = ["corgi", "dog", "puppy", "fox", "cat", "kitten", "rabbit", "bear", "owl"];
    private static readonly Rgb Ink = new(44, 30, 30);
    private static readonly Rgb[] HairColours =
        [new(58, 36, 26), new(34, 26, 28), new(148, 92, 48), new(196, 148, 84), new(122, 52, 34)];

    public static bool IsAnimal(string? figure) => figure is not null && Animals.Contains(figure);

    public static void Armchair(Stage stage, Vector2 seat, float size)
    {
        var canvas = stage.Canvas;
        var cloth = stage.Palette.Accent.Mix(new Rgb(40, 28, 34), 0.35f);
        canvas.Ellipse(seat.X, seat.Y + (size * 0.05f), size * 0.52f, size * 0.07f, new Rgb(20, 12, 10), 0.4f);
        Rounded(canvas, seat.X, seat.Y - (size * 0.42f), size * 0.35f, size * 0.46f, cloth.Add(-10));
        Rounded(canvas, seat.X, seat.Y - (size * 0.42f), size * 0.29f, size * 0.4f, cloth.Add(6));
        Rounded(canvas, seat.X, seat.Y - (size * 0.12f), size * 0.36f, size * 0.14f, cloth.Add(16));
        Rounded(canvas, seat.X - (size * 0.37f), seat.Y - (size * 0.18f), size * 0.11f, size * 0.2f, cloth.Add(-2));
        Rounded(canvas, seat.X + (size * 0.37f), seat.Y - (size * 0.18f), size * 0.11f, size * 0.2f, cloth.Add(-18));
    }

    /// <summary>Somebody with an open book, seated.</summary>
    public static void Reader(Stage stage, Vector2 seat, float size)
    {
        var (canvas, palette, chance) = (stage.Canvas, stage.Palette, stage.Chance);
        var skin = Skin(chance);
        var clothes = palette.SecondAccent.Mix(Rgb.White, 0.15f);
        var (x, y) = (seat.X, seat.Y);
        foreach (var side in (float[])[-1, 1])
        {
            canvas.Line(
                new(x + (side * size * 0.09f), y - (size * 0.12f)),
                new(x + (side * size * 0.12f), y + (size * 0.03f)),
                size * 0.085f,
                clothes.Mix(Ink, 0.5f));
            canvas.Ellipse(x + (side * size * 0.14f), y + (size * 0.045f), size * 0.07f, size * 0.035f, Ink);
        }

        Rounded(canvas, x, y - (size * 0.25f), size * 0.165f, size * 0.2f, clothes);
        Head(stage, new Vector2(x, y - (size * 0.56f)), size * 0.17f, skin, smiling: true, lookingDown: true);
        foreach (var side in (float[])[-1, 1])
        {
            canvas.Line(
                new(x + (side * size * 0.14f), y - (size * 0.36f)),
                new(x + (side * size * 0.19f), y - (size * 0.24f)),
                size * 0.075f,
                clothes.Add(-12));
            canvas.Line(
                new(x + (side * size * 0.19f), y - (size * 0.25f)),
                new(x + (side * size * 0.12f), y - (size * 0.21f)),
                size * 0.06f,
                clothes.Add(-12));
        }

        Book(stage, new Vector2(x, y - (size * 0.2f)), size * 0.23f);
        canvas.Disc(x - (size * 0.13f), y - (size * 0.19f), size * 0.034f, skin);
        canvas.Disc(x + (size * 0.13f), y - (size * 0.19f), size * 0.034f, skin);
    }

    /// <summary>A head with hair and a face.</summary>
    public static void Head(Stage stage, Vector2 at, float radius, Rgb skin, bool smiling, bool lookingDown)
    {
        var (canvas, chance) = (stage.Canvas, stage.Chance);
        var hair = chance.Pick(HairColours);
        var longHair = stage.Brief.Figure is "girl" or "woman" or "princess"
            || (stage.Brief.Figure is not ("boy" or "man") && chance.Happens(0.5f));
        canvas.Ellipse(at.X, at.Y - (radius * 0.12f), radius * 1.1f, radius * 1.08f, hair);
        if (longHair)
        {
            Rounded(canvas, at.X - (radius * 0.86f), at.Y + (radius * 0.45f), radius * 0.26f, radius * 0.72f, hair);
            Rounded(canvas, at.X + (radius * 0.86f), at.Y + (radius * 0.45f), radius * 0.26f, radius * 0.72f, hair);
        }

        canvas.Ellipse(at.X, at.Y + (radius * 0.1f), radius * 0.86f, radius * 0.9f, skin);
        canvas.Disc(at.X - (radius * 0.88f), at.Y + (radius * 0.12f), radius * 0.16f, skin.Add(-10));
        canvas.Disc(at.X + (radius * 0.88f), at.Y + (radius * 0.12f), radius * 0.16f, skin.Add(-10));
        for (var strand = 0; strand < 5; strand++)
        {
            var along = -0.7f + (strand * 0.33f);
            canvas.Ellipse(
                at.X + (radius * along),
                at.Y - (radius * (0.66f - (0.18f * MathF.Abs(along)))),
                radius * 0.38f,
                radius * 0.3f,
                hair.Add(strand % 2 * 8));
        }

        var eyes = at.Y + (radius * (lookingDown ? 0.24f : 0.12f));
        foreach (var side in (float[])[-1, 1])
        {
            var x = at.X + (side * radius * 0.34f);
            canvas.Ellipse(x, eyes, radius * 0.11f, radius * (lookingDown ? 0.075f : 0.15f), Ink);
            canvas.Disc(x - (radius * 0.035f), eyes - (radius * 0.05f), radius * 0.035f, Rgb.White, lookingDown ? 0.4f : 0.95f);
            canvas.Line(
                new(x - (radius * 0.15f), eyes - (radius * 0.25f)),
                new(x + (radius * 0.15f), eyes - (radius * 0.27f)),
                radius * 0.05f,
                hair,
                0.8f);
            canvas.Ellipse(
                at.X + (side * radius * 0.52f), at.Y + (radius * 0.45f), radius * 0.17f, radius * 0.11f, new Rgb(236, 112, 100), 0.35f);
        }

        canvas.Ellipse(at.X, at.Y + (radius * 0.38f), radius * 0.06f, radius * 0.05f, skin.Add(-34));
        Smile(canvas, at + new Vector2(0, radius * 0.55f), radius * (smiling ? 0.26f : 0.16f), smiling ? 0.5f : 0.15f);
    }

    public static Rgb Skin(Chance chance) =>
        chance.Pick([new Rgb(246, 210, 182), new Rgb(232, 184, 148), new Rgb(198, 140, 98), new Rgb(146, 96, 64), new Rgb(104, 68, 48)]);

    public static void Smile(Canvas canvas, Vector2 at, float half, float curve)
    {
        var last = at + new Vector2(-half, 0);
        for (var i = 1; i <= 8; i++)
        {
            var t = (i / 4f) - 1;
            var next = at + new Vector2(half * t, half * curve * (1 - (t * t)));
            canvas.Line(last, next, half * 0.2f, new Rgb(150, 62, 56));
            last = next;
        }
    }

    /// <summary>A soft body: an ellipse with shoulders.</summary>
    public static void Rounded(Canvas canvas, float x, float y, float halfWidth, float halfHeight, Rgb colour)
    {
        const int Corners = 40;
        Span<Vector2> outline = stackalloc Vector2[Corners];
        for (var i = 0; i < Corners; i++)
        {
            var (sin, cos) = MathF.SinCos(i * MathF.Tau / Corners);
            outline[i] = new Vector2(
                x + (halfWidth * MathF.CopySign(MathF.Sqrt(MathF.Abs(cos)), cos)),
                y + (halfHeight * MathF.CopySign(MathF.Sqrt(MathF.Abs(sin)), sin)));
        }

        canvas.Polygon(colour, 1, outline);
    }

    private static void Book(Stage stage, Vector2 at, float half)
    {
        var canvas = stage.Canvas;
        var cover = stage.Palette.Accent.Mix(new Rgb(120, 30, 30), 0.3f);
        foreach (var side in (float[])[-1, 1])
        {
            Vector2 Corner(float x, float y) => at + new Vector2(side * half * x, half * y);
            canvas.Polygon(cover, 1, Corner(0, 0.2f), Corner(0.72f, 0.02f), Corner(0.72f, -0.56f), Corner(0, -0.38f));
            var page = new Rgb(250, 242, 224).Add(side > 0 ? -10 : 0);
            canvas.Polygon(page, 1, Corner(0, 0.14f), Corner(0.66f, -0.03f), Corner(0.66f, -0.52f), Corner(0, -0.36f));
        }
    }
}
