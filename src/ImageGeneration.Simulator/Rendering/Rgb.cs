using System.Runtime.CompilerServices;

namespace ImageGeneration.Simulator.Rendering;

/// <summary>A pixel, laid out as PNG wants it.</summary>
internal readonly record struct Rgb(byte R, byte G, byte B)
{
    public static Rgb White => new(255, 255, 255);

    /// <summary>Brightness as the eye weighs it, 0 to 255.</summary>
    public int Luma
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ((R * 77) + (G * 150) + (B * 29)) >> 8;
    }

    /// <summary>The colour <paramref name="share"/> of the way to <paramref name="other"/>.</summary>
    public Rgb Mix(Rgb other, float share) => Blend(other, (int)(Math.Clamp(share, 0, 1) * 256));

    /// <summary>The same with a share of 0 to 256, for inner loops.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Rgb Blend(Rgb other, int share) => new(
        (byte)(R + (((other.R - R) * share) >> 8)),
        (byte)(G + (((other.G - G) * share) >> 8)),
        (byte)(B + (((other.B - B) * share) >> 8)));

    /// <summary>Brighter or darker by an amount, clipped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Rgb Add(int amount) => new(Clip(R + amount), Clip(G + amount), Clip(B + amount));

    /// <summary>Light on top of light: never darker, never over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Rgb Screen(Rgb light, int share) => new(
        (byte)(R + (((255 - R) * light.R * share) >> 16)),
        (byte)(G + (((255 - G) * light.G * share) >> 16)),
        (byte)(B + (((255 - B) * light.B * share) >> 16)));

    /// <summary>Colour on top of paper; 255 leaves a channel as it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Rgb Multiply(Rgb pigment) => new((byte)(R * pigment.R / 255), (byte)(G * pigment.G / 255), (byte)(B * pigment.B / 255));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Clip(int value) => (uint)value <= 255 ? (byte)value : value < 0 ? (byte)0 : (byte)255;

    /// <summary>A colour of OKLCH, in which equal steps look equal: lightness 0–1, chroma about 0–0.3, hue in degrees.</summary>
    public static Rgb Oklch(float lightness, float chroma, float hue)
    {
        var (sin, cos) = MathF.SinCos(hue * MathF.PI / 180);
        float a = chroma * cos, b = chroma * sin;
        var l = Cube(lightness + (0.3963377774f * a) + (0.2158037573f * b));
        var m = Cube(lightness - (0.1055613458f * a) - (0.0638541728f * b));
        var s = Cube(lightness - (0.0894841775f * a) - (1.2914855480f * b));
        return new Rgb(
            Encode((4.0767416621f * l) - (3.3077115913f * m) + (0.2309699292f * s)),
            Encode((-1.2684380046f * l) + (2.6097574011f * m) - (0.3413193965f * s)),
            Encode((-0.0041960863f * l) - (0.7034186147f * m) + (1.7076147010f * s)));
    }

    private static float Cube(float value) => value * value * value;

    private static byte Encode(float linear)
    {
        var clipped = Math.Clamp(linear, 0, 1);
        var encoded = clipped <= 0.0031308f ? 12.92f * clipped : (1.055f * MathF.Pow(clipped, 1 / 2.4f)) - 0.055f;
        return (byte)MathF.Round(encoded * 255);
    }
}
