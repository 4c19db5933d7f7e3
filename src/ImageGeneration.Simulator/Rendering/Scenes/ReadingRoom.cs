using System.Numerics;

namespace ImageGeneration.Simulator.Rendering.Scenes;

/// <summary>A room of books: shelves, a window, a lamp, and whoever sits there.</summary>
internal static class ReadingRoom
{
    private static readonly Rgb Wood = new(112, 70, 42);

    public static void Draw(Stage stage)
    {
        var (canvas, palette) = (stage.Canvas, stage.Palette);
        var floor = stage.Height * 0.8f;
        var wall = Rgb.Oklch(0.42f, 0.055f, 55).Mix(palette.Accent, 0.12f);
        canvas.Gradient(0, floor, wall.Add(-20), wall.Add(14));
        Shelves(stage, floor);
        Window(stage, floor);
        Floor(stage, floor);
        var lamp = new Vector2(stage.Width * 0.24f, floor - (stage.Unit * 0.33f));
        Lamp(stage, lamp, floor);
        var seat = new Vector2(stage.Width * 0.55f, stage.Height * 0.9f);
        Figures.Armchair(stage, seat, stage.Unit * 0.5f);
        Figures.Reader(stage, seat, stage.Unit * 0.5f);
        canvas.Glow(lamp.X, lamp.Y, stage.Unit * 0.8f, palette.Warm, 0.5f);
        canvas.Glow(lamp.X, lamp.Y, stage.Unit * 0.28f, Rgb.White.Mix(palette.Warm, 0.5f), 0.4f);
        Motes(stage, lamp);
    }

    private static void Shelves(Stage stage, float floor)
    {
        var (canvas, chance) = (stage.Canvas, stage.Chance);
        var shelf = stage.Unit * 0.155f;
        var board = stage.Unit * 0.014f;
        var rows = (int)MathF.Ceiling(floor / shelf);
        for (var row = 0; row < rows; row++)
        {
            var foot = floor - (row * shelf);
            canvas.Rectangle(0, foot - shelf, stage.Width, shelf, Wood.Add(-58));
            var x = stage.Unit * chance.Between(-0.02f, 0.01f);
            while (x < stage.Width)
            {
                x += Book(stage, x, foot, shelf - board);
            }

            canvas.Rectangle(0, foot - board, stage.Width, board, Wood.Add(10));
            canvas.Rectangle(0, foot, stage.Width, board * 0.9f, new Rgb(18, 10, 8), 0.45f);
        }

        for (var x = 0f; x < stage.Width + board; x += stage.Unit * 0.48f)
        {
            canvas.Rectangle(x - board, 0, board * 2, floor, Wood.Add(2));
            canvas.Rectangle(x + (board * 0.4f), 0, board * 0.6f, floor, Wood.Add(-26));
        }
    }

    private static float Book(Stage stage, float x, float foot, float room)
    {
        var (canvas, palette, chance) = (stage.Canvas, stage.Palette, stage.Chance);
        var width = stage.Unit * chance.Between(0.014f, 0.034f);
        var height = room * chance.Between(0.6f, 0.92f);
        if (chance.Happens(0.06f))
        {
            return width * 1.6f;
        }

        var cover = chance.Below(6) switch
        {
            0 => palette.Accent,
            1 => palette.SecondAccent,
            2 => Rgb.Oklch(0.4f, 0.1f, chance.Between(0, 60)),
            3 => Rgb.Oklch(0.38f, 0.07f, chance.Between(140, 270)),
            4 => Rgb.Oklch(0.72f, 0.07f, chance.Between(60, 100)),
            _ => Rgb.Oklch(0.48f, 0.09f, chance.Between(0, 360)),
        };
        cover = cover.Mix(new Rgb(40, 24, 18), 0.28f).Add((int)chance.Between(-14, 14));
        var lean = chance.Happens(0.1f) ? width * 0.7f : 0;
        canvas.Polygon(cover, 1, new(x, foot), new(x + lean, foot - height), new(x + lean + width, foot - height), new(x + width, foot));
        canvas.Polygon(
            cover.Add(
                24), 0.7f, new(x,
                foot), new(x + lean,
                foot - height), new(x + lean + (width * 0.24f),
                foot - height), new(x + (width * 0.24f),
                foot));
        if (chance.Happens(0.65f))
        {
            canvas.Rectangle(
                x + lean + (width * 0.14f),
                foot - (height * 0.84f),
                width * 0.72f,
                Math.Max(1, height * 0.045f),
                palette.Warm,
                lean > 0 ? 0 : 0.8f);
            canvas.Rectangle(
                x + lean + (width * 0.14f),
                foot - (height * 0.2f),
                width * 0.72f,
                Math.Max(1, height * 0.03f),
                palette.Warm,
                lean > 0 ? 0 : 0.6f);
        }

        return width + lean + (stage.Unit * 0.0015f);
    }

    private static void Window(Stage stage, float floor)
    {
        var (canvas, palette) = (stage.Canvas, stage.Palette);
        float width = stage.Unit * 0.3f, height = Math.Min(stage.Unit * 0.46f, floor * 0.62f);
        float x = (stage.Width * 0.79f) - (width / 2), y = floor * 0.12f;
        var frame = stage.Unit * 0.02f;
        canvas.Rectangle(x - frame, y - frame, width + (frame * 2), height + (frame * 2), Wood.Add(30));
        for (var row = (int)y; row < y + height && row < canvas.Height; row++)
        {
            var colour = palette.SkyTop.Mix(palette.Horizon, (row - y) / height);
            canvas.Rectangle(x, row, width, 1, colour);
        }

        canvas.Disc(x + (width * 0.66f), y + (height * 0.26f), stage.Unit * 0.028f, palette.Light);
        canvas.Glow(x + (width * 0.66f), y + (height * 0.26f), stage.Unit * 0.12f, palette.Light, 0.5f);
        for (var hill = 0; hill < 2; hill++)
        {
            for (var column = (int)x; column < x + width && column < canvas.Width; column++)
            {
                var rise = Noise.At((column / stage.Unit * 60) + (hill * 70), 11) - 0.5f;
                var top = y + (height * (0.66f + (hill * 0.14f) + (rise * 0.3f)));
                if (column >= 0 && top < y + height)
                {
                    canvas.Rectangle(column, top, 1, y + height - top, hill == 0 ? palette.Far : palette.Near);
                }
            }
        }

        canvas.Rectangle(x + (width / 2) - (frame * 0.3f), y, frame * 0.6f, height, Wood.Add(30));
        canvas.Rectangle(x, y + (height * 0.45f), width, frame * 0.6f, Wood.Add(30));
        canvas.Rectangle(x - (frame * 2), y + height + frame, width + (frame * 4), frame, Wood.Add(44));
        canvas.Glow(x + (width / 2), y + (height / 2), stage.Unit * 0.42f, palette.Horizon, stage.Night ? 0.12f : 0.3f);
    }

    private static void Floor(Stage stage, float floor)
    {
        var canvas = stage.Canvas;
        canvas.Gradient(floor, stage.Height, Wood.Add(-18), Wood.Add(12));
        for (var plank = 1; plank < 5; plank++)
        {
            var y = floor + ((stage.Height - floor) * plank * plank / 22f);
            canvas.Rectangle(0, y, stage.Width, Math.Max(1, stage.Unit * 0.002f), Wood.Add(-46), 0.7f);
        }

        var rug = stage.Palette.SecondAccent.Mix(new Rgb(60, 30, 30), 0.35f);
        float x = stage.Width * 0.55f, y0 = stage.Height * 0.925f;
        canvas.Ellipse(x, y0, stage.Unit * 0.46f, stage.Unit * 0.075f, rug.Add(-24));
        canvas.Ellipse(x, y0, stage.Unit * 0.43f, stage.Unit * 0.067f, rug);
        canvas.Ellipse(x, y0, stage.Unit * 0.36f, stage.Unit * 0.055f, stage.Palette.Warm, 0.5f);
        canvas.Ellipse(x, y0, stage.Unit * 0.345f, stage.Unit * 0.051f, rug.Add(12));
    }

    private static void Lamp(Stage stage, Vector2 lamp, float floor)
    {
        var (canvas, unit) = (stage.Canvas, stage.Unit);
        var foot = floor + (unit * 0.07f);
        canvas.Rectangle(lamp.X - (unit * 0.006f), lamp.Y, unit * 0.012f, foot - lamp.Y, new Rgb(52, 38, 30));
        canvas.Ellipse(lamp.X, foot, unit * 0.055f, unit * 0.014f, new Rgb(52, 38, 30));
        canvas.Polygon(
            stage.Palette.Warm.Mix(Rgb.White, 0.35f),
            1,
            new(lamp.X - (unit * 0.09f), lamp.Y + (unit * 0.055f)),
            new(lamp.X - (unit * 0.05f), lamp.Y - (unit * 0.065f)),
            new(lamp.X + (unit * 0.05f), lamp.Y - (unit * 0.065f)),
            new(lamp.X + (unit * 0.09f), lamp.Y + (unit * 0.055f)));
    }

    private static void Motes(Stage stage, Vector2 lamp)
    {
        for (var i = 0; i < 46; i++)
        {
            var at = lamp + (stage.Unit * new Vector2(stage.Chance.Between(-0.35f, 0.5f), stage.Chance.Between(-0.35f, 0.4f)));
            stage.Canvas.Disc(at.X, at.Y, Math.Max(0.6f, stage.Unit * stage.Chance.Between(0.0008f, 0.0022f)), stage.Palette.Light, 0.5f);
        }
    }
}
