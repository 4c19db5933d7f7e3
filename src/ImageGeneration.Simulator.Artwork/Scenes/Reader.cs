using SkiaSharp;

namespace ImageGeneration.Simulator.Artwork.Scenes;

/// <summary>Draws a seated reader with an open book, in the plain shapes of a children's book.</summary>
internal static class Reader
{
    private static readonly SKColor _ink = new(44, 30, 30);

    public static void Draw(Scene scene, float x, float y, float size)
    {
        var skin = scene.Random.Pick<SKColor>(
            new(246, 210, 182), new(232, 184, 148), new(198, 140, 98), new(146, 96, 64), new(104, 68, 48));
        var clothes = scene.Palette.SecondAccent.Shade(0.15f);
        for (var side = -1; side <= 1; side += 2)
        {
            scene.Line(
                x + (side * size * 0.09f), y - (size * 0.12f), x + (side * size * 0.12f), y + (size * 0.03f), size * 0.085f,
                clothes.Mix(_ink, 0.5f));
            scene.Oval(x + (side * size * 0.14f), y + (size * 0.045f), size * 0.07f, size * 0.035f, _ink);
        }

        scene.Rectangle(x - (size * 0.165f), y - (size * 0.45f), size * 0.33f, size * 0.4f, clothes, size * 0.1f);
        Head(scene, x, y - (size * 0.56f), size * 0.17f, skin);
        for (var side = -1; side <= 1; side += 2)
        {
            var sleeve = clothes.Shade(-0.08f);
            scene.Line(x + (side * size * 0.14f), y - (size * 0.36f), x + (side * size * 0.19f), y - (size * 0.24f), size * 0.075f, sleeve);
            scene.Line(x + (side * size * 0.19f), y - (size * 0.24f), x + (side * size * 0.12f), y - (size * 0.21f), size * 0.06f, sleeve);
        }

        Book(scene, x, y - (size * 0.2f), size * 0.23f);
        scene.Oval(x - (size * 0.13f), y - (size * 0.19f), size * 0.034f, size * 0.034f, skin);
        scene.Oval(x + (size * 0.13f), y - (size * 0.19f), size * 0.034f, size * 0.034f, skin);
    }

    private static void Head(Scene scene, float x, float y, float radius, SKColor skin)
    {
        var hair = scene.Random.Pick<SKColor>(new(58, 36, 26), new(34, 26, 28), new(148, 92, 48), new(196, 148, 84), new(122, 52, 34));
        void Oval(float right, float down, float width, float height, SKColor color) =>
            scene.Oval(x + (radius * right), y + (radius * down), radius * width, radius * height, color);
        Oval(0, -0.12f, 1.1f, 1.08f, hair);
        if (scene.Random.Chance(0.5f))
        {
            scene.Rectangle(x - (radius * 1.1f), y - (radius * 0.2f), radius * 2.2f, radius * 1.35f, hair, radius * 0.3f);
        }

        Oval(0, 0.1f, 0.86f, 0.9f, skin);
        for (var strand = 0; strand < 5; strand++)
        {
            var along = -0.7f + (strand * 0.33f);
            Oval(along, -0.66f + (0.18f * MathF.Abs(along)), 0.38f, 0.3f, hair.Shade(strand % 2 * 0.05f));
        }

        for (var side = -1; side <= 1; side += 2)
        {
            Oval(side * 0.88f, 0.12f, 0.16f, 0.16f, skin.Shade(-0.05f));
            Oval(side * 0.34f, 0.24f, 0.11f, 0.075f, _ink);
            Oval((side * 0.34f) - 0.035f, 0.2f, 0.035f, 0.03f, SKColors.White.Fade(0.5f));
            Oval(side * 0.52f, 0.45f, 0.17f, 0.11f, new SKColor(236, 112, 100).Fade(0.35f));
            var brow = x + (side * radius * 0.34f);
            scene.Line(
                brow - (radius * 0.15f), y - (radius * 0.01f), brow + (radius * 0.15f), y - (radius * 0.03f), radius * 0.05f,
                hair.Fade(0.8f));
        }

        Oval(0, 0.38f, 0.06f, 0.05f, skin.Shade(-0.15f));
        for (var i = -4; i < 4; i++)
        {
            float Smile(int at) => y + (radius * (0.55f + (0.13f * (1 - (at * at / 16f)))));
            scene.Line(
                x + (i * radius * 0.065f), Smile(i), x + ((i + 1) * radius * 0.065f), Smile(i + 1), radius * 0.05f, new(150, 62, 56));
        }
    }

    private static void Book(Scene scene, float x, float y, float half)
    {
        for (var side = -1; side <= 1; side += 2)
        {
            SKPoint Corner(float right, float down) => new(x + (side * half * right), y + (half * down));
            scene.Polygon(
                scene.Palette.Accent.Mix(
                    new(120, 30, 30), 0.3f), Corner(0, 0.2f), Corner(0.72f, 0.02f), Corner(0.72f, -0.56f), Corner(0, -0.38f));
            scene.Polygon(
                new SKColor(250, 242, 224).Shade(side > 0 ? -0.04f : 0),
                Corner(0, 0.14f), Corner(0.66f, -0.03f), Corner(0.66f, -0.52f), Corner(0, -0.36f));
        }
    }
}
