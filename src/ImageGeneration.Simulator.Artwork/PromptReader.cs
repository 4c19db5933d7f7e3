namespace ImageGeneration.Simulator.Artwork;

internal enum Subject
{
    Hills,
    Mountains,
    Forest,
    Sea,
    City,
    Room,
}

internal enum DayTime
{
    Day,
    Dawn,
    Sunset,
    Night,
}

internal enum Look
{
    Plain,
    Painting,
    Drawing,
    Graphic,
    Photo,
}

/// <summary>Represents what a prompt asks for, as far as its words are known; a hash of the prompt decides what they leave open.</summary>
internal sealed record Motif(Subject Subject, DayTime Time, Look Look, bool IsWinter);

/// <summary>Finds known words in a prompt.</summary>
internal static class PromptReader
{
    // The first row with a word in the prompt applies: a library is a room even when a mountain is mentioned.
    private static readonly (Subject Subject, string[] Words)[] _subjects =
    [
        (Subject.Room,
        [
            "library", "book", "room", "cozy", "cosy", "fireplace", "interior", "reading", "portrait", "child", "girl", "boy", "kid",
            "woman", "man", "person",
        ]),
        (Subject.City, ["city", "skyline", "street", "tokyo", "york", "paris", "building", "cyberpunk", "robot"]),
        (Subject.Sea, ["sea", "beach", "ocean", "lake", "harbo", "sail", "boat", "ship", "lighthouse", "island", "water"]),
        (Subject.Forest, ["forest", "wood", "jungle", "tree", "fox", "bear", "owl"]),
        (Subject.Mountains, ["mountain", "alps", "peak", "volcano", "cliff", "dragon"]),
        (Subject.Hills, ["hill", "village", "field", "landscape", "meadow", "garden", "flower", "desert"]),
    ];

    private static readonly (DayTime Time, string[] Words)[] _times =
    [
        (DayTime.Night, ["night", "moon", "star", "neon", "midnight", "space", "galaxy", "planet"]),
        (DayTime.Sunset, ["sunset", "dusk", "evening", "golden hour", "cozy"]),
        (DayTime.Dawn, ["sunrise", "dawn", "morning"]),
        (DayTime.Day, ["day", "sunny", "noon", "bright"]),
    ];

    private static readonly (Look Look, string[] Words)[] _looks =
    [
        (Look.Painting, ["watercolo", "oil paint", "oil_paint", "impressionis", "painting"]),
        (Look.Drawing, ["sketch", "pencil", "charcoal", "drawing", "line art"]),
        (Look.Graphic, ["cartoon", "comic", "anime", "manga", "ghibli", "digital art", "digital_art", "concept art", "cyberpunk"]),
        (Look.Photo, ["realistic", "photo", "cinematic", "dslr"]),
    ];

    public static Motif Read(string prompt)
    {
        var text = prompt.ToLowerInvariant();
        var random = new SeededRandom(SeededRandom.Hash(text));
        return new(
            First(text, _subjects) ?? random.Pick(Subject.Hills, Subject.Mountains, Subject.Sea, Subject.Forest),
            First(text, _times) ?? random.Pick(DayTime.Day, DayTime.Day, DayTime.Sunset, DayTime.Dawn),
            First(text, _looks) ?? Look.Plain,
            Contains(text, "winter") || Contains(text, "snow"));
    }

    private static T? First<T>(string text, (T Value, string[] Words)[] rows)
        where T : struct
    {
        var row = Array.FindIndex(rows, row => Array.Exists(row.Words, word => Contains(text, word)));
        return row < 0 ? null : rows[row].Value;
    }

    // Only where a word begins with it: "night" is not in "knight", "wood" is in "woods".
    private static bool Contains(string text, string word)
    {
        var at = text.IndexOf(word, StringComparison.Ordinal);
        while (at > 0 && char.IsLetter(text[at - 1]))
        {
            at = text.IndexOf(word, at + 1, StringComparison.Ordinal);
        }

        return at >= 0;
    }
}
