namespace ImageGeneration.Simulator.Rendering;

/// <summary>The colours of one picture: a few hues that belong together, set by the time of day, bent by prompt and style.</summary>
internal sealed record Palette
{
    public required Rgb SkyTop { get; init; }

    public required Rgb SkyMiddle { get; init; }

    public required Rgb Horizon { get; init; }

    public required Rgb Light { get; init; }

    public required Rgb Far { get; init; }

    public required Rgb Near { get; init; }

    public required Rgb Deep { get; init; }

    public required Rgb Water { get; init; }

    public required Rgb Accent { get; init; }

    public required Rgb SecondAccent { get; init; }

    public required Rgb Warm { get; init; }

    public static Palette Of(PictureBrief brief, Chance chance)
    {
        var shift = chance.Between(-22, 22);
        var accent = chance.Between(0, 360);
        var (chroma, light) = brief.Style switch
        {
            PictureStyle.Watercolor => (1.1f, 0.01f),
            PictureStyle.OilPainting => (1.15f, -0.04f),
            PictureStyle.DigitalArt => (1.45f, -0.05f),
            PictureStyle.Cartoon => (1.25f, 0.03f),
            PictureStyle.Anime => (1.35f, 0.04f),
            PictureStyle.Realistic => (0.8f, -0.02f),
            _ => (1f, 0f),
        };
        Rgb Colour(float l, float c, float h) => Rgb.Oklch(Math.Clamp(l + light, 0.05f, 0.99f), c * chroma, h + shift);
        var ground = brief.Winter ? 235f : brief.Autumn ? 60f : chance.Pick([118f, 128f, 135f, 145f, 158f]);
        var groundChroma = brief.Winter ? 0.02f : 0.09f;
        var snow = brief.Winter ? 0.32f : 0f;
        var accents = (Colour(0.68f, 0.16f, accent), Colour(0.72f, 0.14f, accent + 140), Rgb.Oklch(0.8f, 0.13f * chroma, 78));
        return brief.Time switch
        {
            DayTime.Night => new Palette
            {
                SkyTop = Colour(0.19f, 0.06f, 268),
                SkyMiddle = Colour(0.29f, 0.08f, 262),
                Horizon = Colour(0.46f, 0.08f, 245),
                Light = Rgb.Oklch(0.96f, 0.03f, 95),
                Far = Colour(0.34f + (snow / 3), 0.06f, 255),
                Near = Colour(0.2f + (snow / 2), 0.05f, ground + 60),
                Deep = Colour(0.11f, 0.04f, 262),
                Water = Colour(0.27f, 0.07f, 250),
                Accent = accents.Item1,
                SecondAccent = accents.Item2,
                Warm = accents.Item3,
            },
            DayTime.Sunset => new Palette
            {
                SkyTop = Colour(0.42f, 0.12f, 300),
                SkyMiddle = Colour(0.68f, 0.15f, 28),
                Horizon = Colour(0.88f, 0.11f, 72),
                Light = Rgb.Oklch(0.95f, 0.09f, 88),
                Far = Colour(0.58f, 0.09f, 345),
                Near = Colour(0.33f + (snow / 2), 0.08f, brief.Winter ? 300 : ground + 170),
                Deep = Colour(0.2f, 0.06f, 310),
                Water = Colour(0.55f, 0.11f, 330),
                Accent = accents.Item1,
                SecondAccent = accents.Item2,
                Warm = accents.Item3,
            },
            DayTime.Dawn => new Palette
            {
                SkyTop = Colour(0.66f, 0.09f, 255),
                SkyMiddle = Colour(0.82f, 0.07f, 340),
                Horizon = Colour(0.93f, 0.05f, 65),
                Light = Rgb.Oklch(0.98f, 0.04f, 90),
                Far = Colour(0.72f, 0.06f, 285),
                Near = Colour(0.48f + (snow / 1.2f), groundChroma * 0.8f, ground + 25),
                Deep = Colour(0.3f + (snow / 2), 0.06f, ground + 60),
                Water = Colour(0.7f, 0.07f, 240),
                Accent = accents.Item1,
                SecondAccent = accents.Item2,
                Warm = accents.Item3,
            },
            _ => new Palette
            {
                SkyTop = Colour(0.64f, 0.13f, 248),
                SkyMiddle = Colour(0.79f, 0.09f, 232),
                Horizon = Colour(0.93f, 0.05f, 200),
                Light = Rgb.Oklch(0.98f, 0.06f, 100),
                Far = Colour(0.73f, 0.06f, 225),
                Near = Colour(0.58f + (snow / 1.1f), groundChroma * 1.25f, ground),
                Deep = Colour(0.35f + (snow / 1.5f), groundChroma, ground + 20),
                Water = Colour(0.6f, 0.11f, 225),
                Accent = accents.Item1,
                SecondAccent = accents.Item2,
                Warm = accents.Item3,
            },
        };
    }
}
