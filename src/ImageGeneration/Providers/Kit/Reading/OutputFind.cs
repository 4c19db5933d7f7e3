using System.Text.Json;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>How sure it is that something is a result; the lower the surer.</summary>
internal enum OutputRank
{
    /// <summary>Named or placed as one.</summary>
    Named,

    /// <summary>Under a name that nobody knows, and a picture by its bytes or its extension.</summary>
    Proven,

    /// <summary>A picture, but named as a helper.</summary>
    Helper,

    /// <summary>None.</summary>
    None,
}

/// <summary>One image of an output.</summary>
/// <param name="Image">The image.</param>
/// <param name="Rank">How sure it is that it is a result.</param>
/// <param name="Place">Its place among the images, by which lists beside them count.</param>
/// <param name="Source">The text it was read from; undefined where that is gone.</param>
internal record struct OutputFind(GeneratedImage Image, OutputRank Rank, int Place, JsonElement Source)
{
    private const int MaxLabelBytes = 200;

    /// <summary>A data URI and the bare base64 of the same bytes have the same.</summary>
    public static ReadOnlySpan<byte> Payload(JsonElement text, ReplyTexts texts)
    {
        var raw = texts.Raw(text)[1..^1];
        var label = raw[..Math.Min(raw.Length, MaxLabelBytes)].IndexOf(";base64,"u8);
        return label < 0 ? raw : raw[(label + ";base64,".Length)..];
    }
}

/// <summary>What came of reading an output.</summary>
/// <param name="Images">The images, those withheld by a content filter in their places.</param>
/// <param name="Warnings">What is worth telling about them.</param>
/// <param name="IsLastResort">They are no results by their names; nothing else was there.</param>
/// <param name="Unreachable">Where a picture is that cannot be fetched; null when there is none.</param>
internal sealed record FoundImages(List<GeneratedImage> Images, IReadOnlyList<string> Warnings, bool IsLastResort, string? Unreachable)
{
    public static FoundImages None => new([], [], false, null);

    /// <summary>Nothing is left to deliver.</summary>
    public bool AreAllWithheld => Images.Count > 0 && Images.TrueForAll(image => image.Outcome == ImageOutcome.Filtered);

    /// <summary>Neither a name nor an extension says of one of them that it is an image.</summary>
    public bool AreLinksToAnything { get; init; }

    public static FoundImages Of(GeneratedImage image) => new([image], [], false, null);
}
