using System.Runtime.InteropServices;
using System.Text.Json;
using ImageGeneration.Json;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Reads what an object of an output says about the images in it.</summary>
internal static class OutputItem
{
    private const int MaxWord = 120;
    private const int MaxExtension = 6;

    private static readonly string[] Buckets = ["s3://", "gs://", "gcs://", "r2://", "az://", "abfs://", "file://", "ftp://", "sftp://"];

    /// <summary>Judges an object by its type and its file name, as ComfyUI distinguishes previews from results.</summary>
    public static OutputNameKind KindOf(JsonElement item)
    {
        var (type, file) = (Word(item, "type"u8), Word(item, "filename"u8) ?? Word(item, "name"u8));
        return type is null && file is null ? OutputNameKind.Neutral
            : type is "temp" || OutputName.IsHelperFile(file) || OutputName.IsHelperFile(type) ? OutputNameKind.Helper
            : type is "input" ? OutputNameKind.Never
            : type?.Split('/')[0] is "video" or "audio" or "text" ? OutputNameKind.Unknown
            : OutputNameKind.Neutral;
    }

    /// <summary>Judges a member by its name; a message is an answer where all went well, and no image where nothing did.</summary>
    public static OutputNameKind KindOf(JsonElement item, JsonProperty member) =>
        member.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Array or JsonValueKind.Object) ? OutputNameKind.Unknown
        : !JsonMarshal.GetRawUtf8PropertyName(member).SequenceEqual("message"u8) ? OutputName.GetKind(member)
        : item.Member("status"u8).AsWord()?.ToUpperInvariant() switch
        {
            "SUCCESS" or "SUCCEEDED" or "COMPLETED" or "OK" => OutputNameKind.Neutral,
            "ERROR" or "FAILED" or "FAILURE" => OutputNameKind.Never,
            _ => OutputNameKind.Unknown,
        };

    public static bool IsNumbered(JsonProperty member) =>
        JsonMarshal.GetRawUtf8PropertyName(member) is [.., var last] name && char.IsAsciiDigit((char)last) && !name.EndsWith("64"u8);

    /// <summary>Adds their seeds to the images of an object, and marks those that its filter flagged.</summary>
    /// <param name="item">The object.</param>
    /// <param name="texts">The long texts of its document.</param>
    /// <param name="finds">The finds.</param>
    /// <param name="mark">The mark at which the images of the object begin.</param>
    /// <param name="place">The position at which the object begins.</param>
    /// <param name="isItem">Whether it is one of a list, and so one image.</param>
    public static void Describe(JsonElement item, ReplyTexts texts, OutputFinds finds, int mark, int place, bool isItem = false)
    {
        var found = finds.Since(mark);
        if (found.Length == 0)
        {
            if (isItem && new OutputFlags(item).IsSet)
            {
                finds.AddWithheld(place);
            }

            return;
        }

        var seeds = new OutputSeeds(item, texts, finds.Max);
        foreach (ref var find in found)
        {
            find.Image = find.Image.Seed is null && seeds.GetSeed(find.Place - place) is { } seed ? find.Image with { Seed = seed } : find.Image;
        }

        Flag(item, finds, mark, place);
    }

    /// <summary>Marks the images that a content filter flagged.</summary>
    public static void Flag(JsonElement item, OutputFinds finds, int mark, int place)
    {
        var flags = new OutputFlags(item);
        var found = finds.Since(mark);
        finds.IsOneOfSeveralFlagged |= flags.IsSet && !flags.IsAny && found.Length > 1;
        if (!flags.IsAny)
        {
            if (flags.IsSet && found.Length == 1)
            {
                found[0].Image = Withheld(found[0].Image);
            }

            return;
        }

        for (var at = 0; at < flags.Count && at < finds.Max; at++)
        {
            if (flags.IsFlagged(at) && !TryFlag(finds.Since(mark), at + place))
            {
                finds.AddWithheld(at + place);
            }
        }
    }

    /// <summary>Gets the location of an image that cannot be fetched: in a bucket, or a file on the worker; null when the text names
    /// none.</summary>
    public static string? Unreachable(ReadOnlySpan<byte> raw, JsonProperty member)
    {
        var text = raw[1..Math.Min(raw.Length - 1, MaxWord)];
        foreach (var bucket in Buckets)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(text[..Math.Min(text.Length, bucket.Length)], bucket))
            {
                return $"an {bucket} address{In(member)}";
            }
        }

        return text[^Math.Min(text.Length, MaxExtension)..].IndexOf((byte)'.') < 0
            || text.Contains((byte)' ') || text.Contains((byte)':') || !OutputLink.IsImageFile(System.Text.Encoding.UTF8.GetString(text))
            ? null
            : $"a path on the worker{In(member)}";
    }

    private static string In(JsonProperty member) => OutputMembers.NameOf(member) is { } name ? $" in {name}" : "";

    private static bool TryFlag(Span<OutputFind> found, int place)
    {
        foreach (ref var find in found)
        {
            if (find.Place == place)
            {
                find.Image = Withheld(find.Image);
                return true;
            }
        }

        return false;
    }

    private static GeneratedImage Withheld(GeneratedImage image) => new() { Outcome = ImageOutcome.Filtered, Seed = image.Seed };

    private static string? Word(JsonElement item, ReadOnlySpan<byte> name) =>
        item.Member(name).AsWord(MaxWord) is { Length: > 0 } word ? word : null;
}
