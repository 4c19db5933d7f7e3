using System.Numerics;

namespace ImageGeneration.Simulator.Rendering.Scenes;

/// <summary>Stars, a nebula, planets.</summary>
internal static class OuterSpace
{
    public static void Draw(Stage stage)
    {
        var (canvas, palette, chance) = (stage.Canvas, stage.Palette, stage.Chance);
        canvas.Gradient(0, stage.Height, Rgb.Oklch(0.13f, 0.05f, 285), Rgb.Oklch(0.2f, 0.07f, 265), Rgb.Oklch(0.12f, 0.05f, 300));
        Nebula(stage);
        Sky.Stars(stage, stage.Height, 520);
        var centre = new Vector2(stage.Width * chance.Between(0.4f, 0.62f), stage.Height * chance.Between(0.42f, 0.6f));
        Planet(stage, centre, stage.Unit * chance.Between(0.2f, 0.27f), palette.Accent, ring: chance.Happens(0.75f));
        var moon = centre + (stage.Unit * new Vector2(chance.Pick([-0.36f, 0.36f]), chance.Between(-0.3f, -0.16f)));
        Planet(stage, moon, stage.Unit * 0.055f, palette.SecondAccent, ring: false);
    }

    private static void Nebula(Stage stage)
    {
        var canvas = stage.Canvas;
        float offset = stage.Chance.Between(0, 256), tilt = stage.Chance.Between(-0.6f, 0.6f);
        for (var y = 0; y < canvas.Height; y++)
        {
            var row = canvas.Row(y);
            for (var x = 0; x < row.Length; x++)
            {
                float u = x / stage.Unit, v = y / stage.Unit;
                var band = 1 - Math.Clamp(MathF.Abs(v - (stage.Height / stage.Unit / 2) - (tilt * (u - 0.5f))) * 1.7f, 0, 1);
                var gas = Math.Clamp((Noise.At((u * 46) + offset, v * 46) * 1.9f) - 0.75f, 0, 1) * band;
                var dust = Noise.At((u * 90) - offset, (v * 90) + 30);
                row[x] = row[x]
                    .Screen(stage.Palette.Accent, (int)(gas * 210 * dust))
                    .Screen(stage.Palette.SecondAccent, (int)(gas * gas * 230 * (1 - dust)));
            }
        }
    }

    // A ball lit from the upper left: bands bent round it, a soft terminator, an atmosphere.
    private static void Planet(Stage stage, Vector2 centre, float radius, Rgb colour, bool ring)
    {
        var canvas = stage.Canvas;
        canvas.Glow(centre.X, centre.Y, radius * 1.5f, colour, 0.5f);
        if (ring)
        {
            Ring(stage, centre, radius, front: false);
        }

        var seed = stage.Chance.Between(0, 256);
        for (var y = Math.Max(0, (int)(centre.Y - radius)); y <= Math.Min(canvas.Height - 1, centre.Y + radius); y++)
        {
            for (var x = Math.Max(0, (int)(centre.X - radius)); x <= Math.Min(canvas.Width - 1, centre.X + radius); x++)
            {
                var at = (new Vector2(x, y) - centre) / radius;
                var square = at.LengthSquared();
                if (square >= 1)
                {
                    continue;
                }

                var depth = MathF.Sqrt(1 - square);
                var light = Math.Clamp((-0.55f * at.X) - (0.5f * at.Y) + (0.67f * depth), 0, 1);
                var bands = Noise.At(seed + (at.X * 9), seed + ((at.Y + (at.X * 0.16f)) * 42));
                var surface = colour.Mix(stage.Palette.Warm, bands * 0.7f).Add((int)((bands - 0.5f) * 90));
                var air = (int)(MathF.Pow(1 - depth, 3) * 200 * light);
                var lit = new Rgb(8, 8, 20).Mix(surface, 0.06f + (1.05f * light)).Screen(colour, air);
                var edge = Math.Clamp((1 - MathF.Sqrt(square)) * radius, 0, 1);
                ref var pixel = ref canvas.Pixels[(y * canvas.Width) + x];
                pixel = pixel.Mix(lit, edge);
            }
        }

        if (ring)
        {
            Ring(stage, centre, radius, front: true);
        }
    }

    private static void Ring(Stage stage, Vector2 centre, float radius, bool front)
    {
        const float Tilt = -0.32f;
        var (sin, cos) = MathF.SinCos(Tilt);
        var canvas = stage.Canvas;
        var reach = radius * 2.1f;
        for (var y = Math.Max(0, (int)(centre.Y - reach)); y <= Math.Min(canvas.Height - 1, centre.Y + reach); y++)
        {
            for (var x = Math.Max(0, (int)(centre.X - reach)); x <= Math.Min(canvas.Width - 1, centre.X + reach); x++)
            {
                float dx = x - centre.X, dy = y - centre.Y;
                float along = (dx * cos) - (dy * sin), across = ((dx * sin) + (dy * cos)) * 3.6f;
                var distance = MathF.Sqrt((along * along) + (across * across)) / radius;
                if (distance is < 1.32f or > 2.05f || across > 0 != front)
                {
                    continue;
                }

                var groove = Noise.At(distance * 70, 9);
                var fade = Math.Clamp(Math.Min(distance - 1.32f, 2.05f - distance) * 9, 0, 1);
                ref var pixel = ref canvas.Pixels[(y * canvas.Width) + x];
                pixel = pixel.Mix(stage.Palette.Warm.Mix(Rgb.White, 0.4f), fade * (0.15f + (0.75f * groove)));
            }
        }
    }
}
