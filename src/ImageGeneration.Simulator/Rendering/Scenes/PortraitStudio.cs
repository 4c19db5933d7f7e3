using System.Numerics;

namespace ImageGeneration.Simulator.Rendering.Scenes;

/// <summary>Somebody, or an animal, before soft lights.</summary>
internal static class PortraitStudio
{
    public static void Draw(Stage stage)
    {
        var (canvas, palette) = (stage.Canvas, stage.Palette);
        canvas.Gradient(
            0, stage.Height, palette.SkyTop.Mix(palette.Accent, 0.25f), palette.SkyMiddle, palette.Far.Mix(palette.Accent, 0.3f));
        Lights(stage);
        var middle = new Vector2(stage.Width / 2, stage.Height * 0.5f);
        canvas.Glow(middle.X, middle.Y, stage.Unit * 0.7f, palette.Light, 0.5f);
        if (Figures.IsAnimal(stage.Brief.Figure))
        {
            Animal(stage, middle + new Vector2(0, stage.Unit * 0.04f), stage.Unit * 0.24f);
            return;
        }

        var skin = Figures.Skin(stage.Chance);
        var clothes = palette.SecondAccent;
        var foot = stage.Height * 1.04f;
        Figures.Rounded(canvas, middle.X, foot, stage.Unit * 0.36f, foot - middle.Y - (stage.Unit * 0.2f), clothes);
        Figures.Rounded(
            canvas, middle.X - (stage.Unit * 0.02f), foot, stage.Unit * 0.3f, foot - middle.Y - (stage.Unit * 0.22f), clothes.Add(12));
        canvas.Rectangle(
            middle.X - (stage.Unit * 0.065f), middle.Y + (stage.Unit * 0.08f), stage.Unit * 0.13f, stage.Unit * 0.18f, skin.Add(-22));
        canvas.Ellipse(middle.X, middle.Y + (stage.Unit * 0.26f), stage.Unit * 0.085f, stage.Unit * 0.05f, skin.Add(-14));
        Figures.Head(stage, middle - new Vector2(0, stage.Unit * 0.04f), stage.Unit * 0.21f, skin, smiling: true, lookingDown: false);
    }

    private static void Lights(Stage stage)
    {
        var palette = stage.Palette;
        Rgb[] colours =
        [
            palette.Warm, palette.Light, palette.Accent.Mix(Rgb.White, 0.5f), palette.SecondAccent.Mix(Rgb.White, 0.5f),
        ];
        for (var i = 0; i < 34; i++)
        {
            var radius = stage.Unit * stage.Chance.Between(0.015f, 0.07f);
            float x = stage.Chance.Next() * stage.Width, y = stage.Chance.Next() * stage.Height;
            var colour = stage.Chance.Pick(colours);
            stage.Canvas.Disc(x, y, radius, colour, 0.13f);
            stage.Canvas.Disc(x, y, radius * 0.86f, colour, 0.13f);
        }
    }

    private static void Animal(Stage stage, Vector2 at, float size)
    {
        var (canvas, kind) = (stage.Canvas, stage.Brief.Figure!);
        var fur = kind switch
        {
            "fox" or "corgi" => new Rgb(224, 132, 62),
            "rabbit" => new Rgb(226, 214, 204),
            "bear" => new Rgb(128, 84, 56),
            "owl" => new Rgb(150, 116, 84),
            _ => stage.Chance.Pick([new Rgb(178, 140, 104), new Rgb(96, 92, 98), new Rgb(222, 170, 110), new Rgb(70, 58, 56)]),
        };
        var light = fur.Mix(Rgb.White, 0.72f);
        Figures.Rounded(canvas, at.X, at.Y + (size * 2.1f), size * 1.05f, size * 1.35f, fur.Add(-8));
        Figures.Rounded(canvas, at.X, at.Y + (size * 2.2f), size * 0.6f, size * 1.15f, light);
        foreach (var side in (float[])[-1, 1])
        {
            Ear(canvas, at, size, side, fur, light, kind);
        }

        canvas.Ellipse(at.X, at.Y, size * 1.02f, size * 0.9f, fur);
        foreach (var side in (float[])[-1, 1])
        {
            canvas.Ellipse(at.X + (side * size * 0.42f), at.Y + (size * 0.42f), size * 0.46f, size * 0.38f, light);
            canvas.Ellipse(at.X + (side * size * 0.38f), at.Y - (size * 0.06f), size * 0.15f, size * 0.19f, new Rgb(34, 24, 26));
            canvas.Disc(at.X + (side * size * 0.38f) - (size * 0.05f), at.Y - (size * 0.13f), size * 0.055f, Rgb.White);
        }

        canvas.Ellipse(
            at.X,
            at.Y + (size * 0.3f),
            size * 0.15f,
            size * 0.1f,
            kind is "cat" or "kitten" or "rabbit" ? new Rgb(222, 120, 124) : new Rgb(40, 28, 30));
        Figures.Smile(canvas, at + new Vector2(-size * 0.13f, size * 0.47f), size * 0.14f, 0.9f);
        Figures.Smile(canvas, at + new Vector2(size * 0.13f, size * 0.47f), size * 0.14f, 0.9f);
    }

    private static void Ear(Canvas canvas, Vector2 at, float size, float side, Rgb fur, Rgb light, string kind)
    {
        Vector2 Point(float x, float y) => at + new Vector2(side * size * x, size * y);
        switch (kind)
        {
            case "rabbit":
                Figures.Rounded(canvas, at.X + (side * size * 0.38f), at.Y - (size * 1.35f), size * 0.2f, size * 0.8f, fur);
                Figures.Rounded(
                    canvas, at.X + (side * size * 0.38f), at.Y - (size * 1.3f), size * 0.1f, size * 0.62f, new Rgb(236, 176, 176));
                break;
            case "bear" or "dog" or "puppy":
                canvas.Disc(at.X + (side * size * 0.8f), at.Y - (size * 0.62f), size * 0.34f, fur.Add(-18));
                canvas.Disc(at.X + (side * size * 0.8f), at.Y - (size * 0.6f), size * 0.19f, light.Mix(fur, 0.4f));
                break;
            default:
                canvas.Polygon(fur.Add(-8), 1, Point(0.18f, -0.74f), Point(0.8f, -1.4f), Point(0.96f, -0.2f));
                canvas.Polygon(light.Mix(new Rgb(236, 150, 140), 0.4f), 1, Point(0.4f, -0.74f), Point(0.74f, -1.15f), Point(0.82f, -0.4f));
                break;
        }
    }
}
