using SkiaSharp;

namespace ImageGeneration.Simulator.Artwork;

/// <summary>Provides the colors of one image: a few matching hues, set by the time of day and varied a little by the prompt.</summary>
internal sealed record Palette(
    SKColor Zenith, SKColor Sky, SKColor Horizon, SKColor Light, SKColor Far, SKColor Near, SKColor Deep, SKColor Water,
    SKColor Accent, SKColor SecondAccent, SKColor Warm)
{
    public static Palette For(Motif motif, SeededRandom random)
    {
        var turn = random.Between(-18, 18);
        var (chroma, lift) = motif.Look switch
        {
            Look.Painting => (1.1f, 0f),
            Look.Graphic => (1.35f, 0.01f),
            Look.Photo => (0.85f, -0.02f),
            _ => (1f, 0f),
        };
        SKColor Tint(float lightness, float colorfulness, float hue) =>
            Oklch(Math.Clamp(lightness + lift, 0, 1), colorfulness * chroma, hue + turn);

        var (ground, snow) = motif.IsWinter ? (235f, 0.3f) : (random.Between(110, 160), 0f);
        var green = motif.IsWinter ? 0.02f : 0.1f;
        var hue = random.Between(0, 360);
        var (accent, second, warm) = (Tint(0.68f, 0.15f, hue), Tint(0.66f, 0.12f, hue + 140), Oklch(0.82f, 0.13f, 78));
        return motif.Time switch
        {
            DayTime.Night => new(
                Tint(0.17f, 0.06f, 270), Tint(0.28f, 0.08f, 262), Tint(0.46f, 0.09f, 248), Oklch(0.96f, 0.03f, 95),
                Tint(0.34f + (snow / 3), 0.06f, 255), Tint(0.22f + (snow / 2), 0.05f, ground + 60), Tint(0.12f, 0.04f, 262),
                Tint(0.27f, 0.07f, 250), accent, second, warm),
            DayTime.Sunset => new(
                Tint(0.4f, 0.12f, 300), Tint(0.68f, 0.15f, 25), Tint(0.88f, 0.11f, 70), Oklch(0.95f, 0.1f, 88),
                Tint(0.58f, 0.09f, 340), Tint(0.36f + (snow / 2), 0.08f, ground + 190), Tint(0.22f, 0.06f, 310),
                Tint(0.55f, 0.11f, 325), accent, second, warm),
            DayTime.Dawn => new(
                Tint(0.66f, 0.09f, 255), Tint(0.82f, 0.07f, 340), Tint(0.94f, 0.05f, 65), Oklch(0.98f, 0.04f, 90),
                Tint(0.72f, 0.06f, 285), Tint(0.5f + (snow / 1.2f), green * 0.8f, ground + 25),
                Tint(0.32f + (snow / 2), 0.06f, ground + 60), Tint(0.7f, 0.07f, 240), accent, second, warm),
            _ => new(
                Tint(0.62f, 0.13f, 248), Tint(0.79f, 0.09f, 232), Tint(0.94f, 0.05f, 200), Oklch(0.98f, 0.06f, 100),
                Tint(0.73f, 0.06f, 225), Tint(0.6f + (snow / 1.1f), green * 1.2f, ground), Tint(0.37f + (snow / 1.5f), green, ground + 20),
                Tint(0.6f, 0.11f, 225), accent, second, warm),
        };
    }

    /// <summary>Creates a color of OKLCH, in which equal steps look equal: lightness 0 to 1, chroma 0 to about 0.3, hue in
    /// degrees.</summary>
    public static SKColor Oklch(float lightness, float chroma, float hue)
    {
        var (sin, cos) = MathF.SinCos(hue * MathF.PI / 180);
        var (a, b) = (chroma * cos, chroma * sin);
        var l = Cube(lightness + (0.3963377774f * a) + (0.2158037573f * b));
        var m = Cube(lightness - (0.1055613458f * a) - (0.0638541728f * b));
        var s = Cube(lightness - (0.0894841775f * a) - (1.2914855480f * b));
        return new(
            Encode((4.0767416621f * l) - (3.3077115913f * m) + (0.2309699292f * s)),
            Encode((-1.2684380046f * l) + (2.6097574011f * m) - (0.3413193965f * s)),
            Encode((-0.0041960863f * l) - (0.7034186147f * m) + (1.7076147010f * s)));
    }

    private static float Cube(float value) => value * value * value;

    private static byte Encode(float linear)
    {
        var value = Math.Clamp(linear, 0, 1);
        return (byte)MathF.Round(255 * (value <= 0.0031308f ? 12.92f * value : (1.055f * MathF.Pow(value, 1 / 2.4f)) - 0.055f));
    }
}

/// <summary>Mixes colors.</summary>
internal static class ColorMixing
{
    /// <summary>Returns the color at <paramref name="share"/> of the way to <paramref name="other"/>.</summary>
    public static SKColor Mix(this SKColor color, SKColor other, float share) => new(
        Between(color.Red, other.Red, share),
        Between(color.Green, other.Green, share),
        Between(color.Blue, other.Blue, share),
        color.Alpha);

    /// <summary>Returns a lighter color for a positive share, a darker one for a negative.</summary>
    public static SKColor Shade(this SKColor color, float share) => color.Mix(share < 0 ? SKColors.Black : SKColors.White, Math.Abs(share));

    public static SKColor Fade(this SKColor color, float opacity) => color.WithAlpha((byte)(255 * Math.Clamp(opacity, 0, 1)));

    private static byte Between(byte from, byte to, float share) => (byte)(from + ((to - from) * Math.Clamp(share, 0, 1)));
}
