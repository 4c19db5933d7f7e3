using SkiaSharp;

namespace ImageGeneration.Simulator.Artwork.Scenes;

/// <summary>Draws a room of books: shelves, a window, a lamp, and a reader.</summary>
internal static class ReadingRoom
{
    private static readonly SKColor _wood = new(112, 70, 42);

    public static void Draw(Scene scene)
    {
        var (palette, random, unit) = (scene.Palette, scene.Random, scene.Unit);
        var floor = scene.Height * 0.8f;
        Shelves(scene, floor);
        Window(scene, new(scene.Width * 0.64f, floor * 0.12f, scene.Width * 0.94f, floor * 0.7f));
        Floor(scene, floor);
        var (lampX, lampY) = (scene.Width * 0.24f, floor - (unit * 0.33f));
        Lamp(scene, lampX, lampY, floor + (unit * 0.07f));
        var (seatX, seatY) = (scene.Width * 0.55f, scene.Height * 0.9f);
        Armchair(scene, seatX, seatY, unit * 0.5f);
        Reader.Draw(scene, seatX, seatY, unit * 0.5f);
        scene.Glow(lampX, lampY, unit * 0.8f, palette.Warm, 0.5f);
        scene.Glow(lampX, lampY, unit * 0.28f, palette.Warm.Shade(0.5f), 0.4f);
        for (var mote = 0; mote < 46; mote++)
        {
            var radius = Math.Max(0.6f, unit * random.Between(0.0008f, 0.0022f));
            scene.Oval(
                lampX + (unit * random.Between(-0.35f, 0.5f)),
                lampY + (unit * random.Between(-0.35f, 0.4f)),
                radius,
                radius,
                palette.Light.Fade(0.5f));
        }
    }

    private static void Shelves(Scene scene, float floor)
    {
        var (unit, shelf, board) = (scene.Unit, scene.Unit * 0.155f, scene.Unit * 0.014f);
        scene.Rectangle(0, 0, scene.Width, floor, _wood.Shade(-0.55f));
        for (var foot = floor; foot > 0; foot -= shelf)
        {
            for (var x = unit * scene.Random.Between(-0.02f, 0.01f); x < scene.Width;)
            {
                x += Book(scene, x, foot - board, shelf - board);
            }

            scene.Rectangle(0, foot - board, scene.Width, board, _wood.Shade(0.08f));
            scene.Rectangle(0, foot, scene.Width, board * 0.9f, SKColors.Black.Fade(0.4f));
        }

        for (var x = 0f; x < scene.Width + board; x += unit * 0.48f)
        {
            scene.Rectangle(x - board, 0, board * 2, floor, _wood);
            scene.Rectangle(x + (board * 0.4f), 0, board * 0.6f, floor, _wood.Shade(-0.2f));
        }
    }

    /// <returns>The width that it takes.</returns>
    private static float Book(Scene scene, float x, float foot, float room)
    {
        var (palette, random) = (scene.Palette, scene.Random);
        var (width, height) = (scene.Unit * random.Between(0.014f, 0.034f), room * random.Between(0.6f, 0.92f));
        if (random.Chance(0.06f))
        {
            return width * 1.6f;
        }

        var cover = random.Pick(
            palette.Accent, palette.SecondAccent, Palette.Oklch(0.4f, 0.1f, random.Between(0, 60)),
            Palette.Oklch(0.38f, 0.07f, random.Between(140, 270)), Palette.Oklch(0.72f, 0.07f, random.Between(60, 100)),
            Palette.Oklch(0.48f, 0.09f, random.Between(0, 360))).Mix(_wood.Shade(-0.6f), 0.25f);
        var lean = random.Chance(0.1f) ? width * 0.7f : 0;
        scene.Polygon(cover, new(x, foot), new(x + lean, foot - height), new(x + lean + width, foot - height), new(x + width, foot));
        scene.Polygon(
            cover.Shade(0.12f),
            new(x, foot), new(x + lean, foot - height), new(x + lean + (width * 0.24f), foot - height), new(x + (width * 0.24f), foot));
        if (lean == 0 && random.Chance(0.65f))
        {
            scene.Rectangle(x + (width * 0.14f), foot - (height * 0.84f), width * 0.72f, height * 0.045f, palette.Warm.Fade(0.8f));
            scene.Rectangle(x + (width * 0.14f), foot - (height * 0.2f), width * 0.72f, height * 0.03f, palette.Warm.Fade(0.6f));
        }

        return width + lean + (scene.Unit * 0.0015f);
    }

    private static void Window(Scene scene, SKRect pane)
    {
        var (palette, frame, wood) = (scene.Palette, scene.Unit * 0.02f, _wood.Shade(0.16f));
        scene.Rectangle(pane.Left - frame, pane.Top - frame, pane.Width + (frame * 2), pane.Height + (frame * 2), wood);
        scene.Gradient(pane, palette.Zenith, palette.Sky, palette.Horizon);
        var (moonX, moonY) = (pane.Left + (pane.Width * 0.66f), pane.Top + (pane.Height * 0.26f));
        scene.Oval(moonX, moonY, scene.Unit * 0.028f, scene.Unit * 0.028f, palette.Light);
        var (left, right, low) = (pane.Left, pane.Right, pane.Bottom);
        scene.Polygon(
            palette.Far, new(left, low), new(left, low - (pane.Height * 0.3f)),
            new(left + (pane.Width * 0.4f), low - (pane.Height * 0.4f)), new(right, low - (pane.Height * 0.28f)), new(right, low));
        scene.Polygon(
            palette.Near, new(left, low), new(left, low - (pane.Height * 0.12f)),
            new(left + (pane.Width * 0.6f), low - (pane.Height * 0.22f)), new(right, low - (pane.Height * 0.18f)), new(right, low));
        scene.Glow(moonX, moonY, scene.Unit * 0.12f, palette.Light, 0.5f);
        scene.Rectangle(pane.MidX - (frame * 0.3f), pane.Top, frame * 0.6f, pane.Height, wood);
        scene.Rectangle(pane.Left, pane.Top + (pane.Height * 0.45f), pane.Width, frame * 0.6f, wood);
        scene.Rectangle(pane.Left - (frame * 2), pane.Bottom + frame, pane.Width + (frame * 4), frame, wood.Shade(0.1f), frame * 0.3f);
        scene.Glow(pane.MidX, pane.MidY, scene.Unit * 0.42f, palette.Horizon, scene.IsNight ? 0.12f : 0.3f);
    }

    private static void Floor(Scene scene, float floor)
    {
        scene.Gradient(floor, scene.Height, _wood.Shade(-0.15f), _wood.Shade(0.05f));
        for (var plank = 1; plank < 5; plank++)
        {
            scene.Rectangle(0, floor + ((scene.Height - floor) * plank * plank / 22), scene.Width, scene.Unit * 0.002f, _wood.Shade(-0.4f));
        }

        var rug = scene.Palette.SecondAccent.Mix(new(60, 30, 30), 0.35f);
        var (x, y, unit) = (scene.Width * 0.55f, scene.Height * 0.925f, scene.Unit);
        scene.Oval(x, y, unit * 0.46f, unit * 0.075f, rug.Shade(-0.18f));
        scene.Oval(x, y, unit * 0.43f, unit * 0.067f, rug);
        scene.Oval(x, y, unit * 0.36f, unit * 0.055f, scene.Palette.Warm.Fade(0.5f));
        scene.Oval(x, y, unit * 0.345f, unit * 0.051f, rug.Shade(0.06f));
    }

    private static void Lamp(Scene scene, float x, float y, float foot)
    {
        var (unit, metal) = (scene.Unit, new SKColor(52, 38, 30));
        scene.Rectangle(x - (unit * 0.006f), y, unit * 0.012f, foot - y, metal);
        scene.Oval(x, foot, unit * 0.055f, unit * 0.014f, metal);
        scene.Polygon(
            scene.Palette.Warm.Shade(0.35f),
            new(x - (unit * 0.09f), y + (unit * 0.055f)), new(x - (unit * 0.05f), y - (unit * 0.065f)),
            new(x + (unit * 0.05f), y - (unit * 0.065f)), new(x + (unit * 0.09f), y + (unit * 0.055f)));
    }

    private static void Armchair(Scene scene, float x, float y, float size)
    {
        var cloth = scene.Palette.Accent.Mix(new(40, 28, 34), 0.35f);
        void Cushion(float right, float up, float halfWidth, float halfHeight, float shade) => scene.Rectangle(
            x + (size * (right - halfWidth)),
            y - (size * (up + halfHeight)),
            size * halfWidth * 2,
            size * halfHeight * 2,
            cloth.Shade(shade),
            size * 0.1f);
        scene.Oval(x, y + (size * 0.05f), size * 0.52f, size * 0.07f, SKColors.Black.Fade(0.35f));
        Cushion(0, 0.42f, 0.35f, 0.46f, -0.05f);
        Cushion(0, 0.42f, 0.29f, 0.4f, 0.04f);
        Cushion(0, 0.12f, 0.36f, 0.14f, 0.08f);
        Cushion(-0.37f, 0.18f, 0.11f, 0.2f, -0.01f);
        Cushion(0.37f, 0.18f, 0.11f, 0.2f, -0.1f);
    }
}
