using System.Text.Json;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Specifies how certain it is that a find is a result; lower is more certain.</summary>
internal enum OutputRank
{
    /// <summary>It is named or placed as a result.</summary>
    Named,

    /// <summary>It has an unknown name, and is an image by its bytes or its extension.</summary>
    Proven,

    /// <summary>It is an image, but named as a helper.</summary>
    Helper,

    /// <summary>It is no result.</summary>
    None,
}

/// <summary>Represents an image found in an output.</summary>
/// <param name="Image">The image.</param>
/// <param name="Rank">How certain it is that it is a result.</param>
/// <param name="Place">Its position among the images, by which parallel lists count.</param>
/// <param name="Source">The text it was read from; undefined when that is gone.</param>
internal record struct OutputFind(GeneratedImage Image, OutputRank Rank, int Place, JsonElement Source)
{
    private const int MaxLabelBytes = 200;

    /// <summary>Gets the encoded bytes, which are the same for a data URI and the bare base64.</summary>
    public static ReadOnlySpan<byte> Payload(JsonElement text, ReplyTexts texts)
    {
        var raw = texts.Raw(text)[1..^1];
        var label = raw[..Math.Min(raw.Length, MaxLabelBytes)].IndexOf(";base64,"u8);
        return label < 0 ? raw : raw[(label + ";base64,".Length)..];
    }
}

/// <summary>Represents the result of reading an output.</summary>
/// <param name="Images">The images, in order, those withheld by a content filter included.</param>
/// <param name="Warnings">The warnings about them.</param>
/// <param name="IsLastResort">Whether their names are not those of results, and there was nothing else.</param>
/// <param name="Unreachable">The location of an image that cannot be fetched; null when there is none.</param>
internal sealed record FoundImages(List<GeneratedImage> Images, IReadOnlyList<string> Warnings, bool IsLastResort, string? Unreachable)
{
    public static FoundImages None => new([], [], false, null);

    /// <summary>Whether nothing is left to deliver.</summary>
    public bool AreAllWithheld => Images.Count > 0 && Images.TrueForAll(image => image.Outcome == ImageOutcome.Filtered);

    /// <summary>Whether one of them is an image neither by a name nor by an extension.</summary>
    public bool AreLinksToAnything { get; init; }

    public static FoundImages FromImage(GeneratedImage image) => new([image], [], false, null);
}
