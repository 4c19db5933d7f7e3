namespace ImageGeneration.Simulator.Rendering;

internal enum Subject
{
    Hills,
    Mountains,
    Sea,
    Forest,
    City,
    Room,
    Space,
    Portrait,
    Garden,
}

internal enum DayTime
{
    Day,
    Dawn,
    Sunset,
    Night,
}

/// <summary>What the words of a prompt suggest; what they leave open, the prompt's hash decides.</summary>
internal sealed record PictureBrief(PictureStyle Style, Subject Subject, DayTime Time, bool Winter, bool Autumn, string? Figure)
{
    private static readonly (string Word, PictureStyle Style)[] Styles =
    [
        ("watercolo", PictureStyle.Watercolor), ("oil paint", PictureStyle.OilPainting), ("oil_paint", PictureStyle.OilPainting),
        ("impressionis", PictureStyle.OilPainting), ("digital art", PictureStyle.DigitalArt), ("digital_art", PictureStyle.DigitalArt),
        ("concept art", PictureStyle.DigitalArt), ("cyberpunk", PictureStyle.DigitalArt), ("cartoon", PictureStyle.Cartoon),
        ("comic", PictureStyle.Cartoon), ("anime", PictureStyle.Anime), ("manga", PictureStyle.Anime), ("ghibli", PictureStyle.Anime),
        ("sketch", PictureStyle.Sketch), ("pencil", PictureStyle.Sketch), ("charcoal", PictureStyle.Sketch),
        ("realistic", PictureStyle.Realistic), ("photo", PictureStyle.Realistic), ("cinematic", PictureStyle.Realistic),
    ];

    private static readonly (string Word, Subject Subject)[] Subjects =
    [
        ("library", Subject.Room), ("bookshelf", Subject.Room), ("room", Subject.Room), ("cozy", Subject.Room), ("cosy", Subject.Room),
        ("fireplace", Subject.Room), ("interior", Subject.Room), ("space", Subject.Space), ("galaxy", Subject.Space),
        ("planet", Subject.Space), ("astronaut", Subject.Space), ("nebula", Subject.Space), ("city", Subject.City),
        ("skyline", Subject.City), ("street", Subject.City), ("tokyo", Subject.City), ("york", Subject.City), ("paris", Subject.City),
        ("beach", Subject.Sea), ("ocean", Subject.Sea), ("sea ", Subject.Sea), ("seaside", Subject.Sea), ("lake", Subject.Sea),
        ("harbo", Subject.Sea), ("sail", Subject.Sea), ("lighthouse", Subject.Sea), ("island", Subject.Sea), ("forest", Subject.Forest),
        ("wood", Subject.Forest), ("jungle", Subject.Forest), ("mountain", Subject.Mountains), ("alps", Subject.Mountains),
        ("peak", Subject.Mountains), ("volcano", Subject.Mountains), ("flower", Subject.Garden), ("garden", Subject.Garden),
        ("rose", Subject.Garden), ("tulip", Subject.Garden), ("meadow", Subject.Garden), ("portrait", Subject.Portrait),
        ("face", Subject.Portrait), ("headshot", Subject.Portrait), ("book", Subject.Room), ("hill", Subject.Hills),
        ("village", Subject.Hills), ("field", Subject.Hills), ("desert", Subject.Hills), ("landscape", Subject.Hills),
    ];

    private static readonly (string Word, DayTime Time)[] Times =
    [
        ("night", DayTime.Night), ("moon", DayTime.Night), ("stars", DayTime.Night), ("starry", DayTime.Night), ("neon", DayTime.Night),
        ("sunset", DayTime.Sunset), ("dusk", DayTime.Sunset), ("evening", DayTime.Sunset), ("golden hour", DayTime.Sunset),
        ("sunrise", DayTime.Dawn), ("dawn", DayTime.Dawn), ("morning", DayTime.Dawn), ("sunny", DayTime.Day), ("noon", DayTime.Day),
        ("daylight", DayTime.Day),
    ];

    private static readonly string[] Figures =
    [
        "child", "girl", "boy", "kid", "woman", "man ", "person", "people", "wizard", "knight", "teacher", "princess",
        "corgi", "dog", "puppy", "fox", "cat", "kitten", "rabbit", "bear", "owl",
    ];

    private static readonly DayTime[] LikelyTimes = [DayTime.Day, DayTime.Day, DayTime.Sunset, DayTime.Dawn, DayTime.Night];
    private static readonly Subject[] LikelySubjects = [Subject.Hills, Subject.Mountains, Subject.Sea, Subject.Hills, Subject.Forest];

    public static PictureBrief Read(string prompt)
    {
        var text = $"{prompt.ToLowerInvariant()} ";
        var chance = new Chance(Chance.Hash(text));
        var likelyTime = chance.Pick(LikelyTimes);
        var likelySubject = chance.Pick(LikelySubjects);
        var figure = Figures.Where(word => Find(text, word) >= 0).MinBy(word => Find(text, word));
        return new PictureBrief(
            First(text, Styles) ?? PictureStyle.Plain,
            First(text, Subjects) ?? (figure is null ? likelySubject : Subject.Portrait),
            First(text, Times) ?? likelyTime,
            Find(text, "winter") >= 0 || Find(text, "snow") >= 0,
            Find(text, "autumn") >= 0 || Find(text, "fall leaves") >= 0,
            figure?.Trim());
    }

    // Tables come first things first: a library is a room even when a mountain is told of in it.
    private static T? First<T>(string text, (string Word, T Value)[] table)
        where T : struct
    {
        foreach (var (word, value) in table)
        {
            if (Find(text, word) >= 0)
            {
                return value;
            }
        }

        return null;
    }

    // Where a word begins with these letters: "night" is not in "knight", but "wood" is in "woods".
    private static int Find(string text, string word)
    {
        var at = text.IndexOf(word, StringComparison.Ordinal);
        while (at > 0 && char.IsLetter(text[at - 1]))
        {
            at = text.IndexOf(word, at + 1, StringComparison.Ordinal);
        }

        return at;
    }
}
