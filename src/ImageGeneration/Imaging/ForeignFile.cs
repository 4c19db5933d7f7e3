using System.Buffers;

namespace ImageGeneration.Imaging;

/// <summary>Decides whether a paid file is kept: a known format under its own name, and what is labeled as an image or not at all unless
/// it is a page, JSON or an error in words.</summary>
internal static class ForeignFile
{
    /// <summary>The media type of a file that is neither known nor labeled.</summary>
    public const string UnknownType = "application/octet-stream";

    private const int MaxLabel = 100;
    private const int SeenText = 512;

    private static readonly SearchValues<byte> ControlBytes =
        SearchValues.Create([.. Enumerable.Range(0, 32).Where(b => b is not (9 or 10 or 12 or 13 or 27)).Select(b => (byte)b), 127]);

    private static readonly SearchValues<char> TokenChars =
        SearchValues.Create("!#$&+-.^_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Identifies a file.</summary>
    /// <param name="head">The whole file, or its first bytes.</param>
    /// <param name="label">The media type it came with; null for none.</param>
    /// <returns>The signature; null when the file is no image.</returns>
    public static ImageSignature? Identify(ReadOnlySpan<byte> head, string? label)
    {
        if (ImageSignature.Read(head) is { } known)
        {
            return known;
        }

        if (head.IsEmpty || IsText(head))
        {
            return null;
        }

        return Label(label) is { } image ? new(image, null, null)
            : IsUnlabelled(label) && !IsSomethingElse(head) ? new(UnknownType, null, null)
            : null;
    }

    /// <summary>Returns a label that names an image, without anything else in it; otherwise null.</summary>
    public static string? Label(string? label)
    {
        var text = label.AsSpan().Trim();
        if (!text.StartsWith("image/", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var rest = text["image/".Length..];
        var end = rest.IndexOfAnyExcept(TokenChars);
        rest = end < 0 ? rest : rest[..end];
        return rest.Length is 0 or > MaxLabel ? null : $"image/{rest}".ToLowerInvariant();
    }

    /// <summary>Determines whether a file reads as a page, JSON, XML or plain words.</summary>
    public static bool IsText(ReadOnlySpan<byte> head)
    {
        head = head[..Math.Min(head.Length, SeenText)];
        return head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [(byte)'<', 0, ..] or [0, (byte)'<', ..] || !head.ContainsAny(ControlBytes);
    }

    private static bool IsUnlabelled(string? label) =>
        string.IsNullOrWhiteSpace(label)
        || label.Trim().ToLowerInvariant() is UnknownType or "binary/octet-stream" or "application/binary" or "application/x-binary"
            or "application/force-download" or "application/download" or "application/unknown" or "*/*";

    // Archives, documents, sounds, videos and weights that workers return beside their images.
    private static bool IsSomethingElse(ReadOnlySpan<byte> head) =>
        head is [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..] or [0x1F, 0x8B, ..] or [0x28, 0xB5, 0x2F, 0xFD, ..]
            or [0xFD, (byte)'7', (byte)'z', ..] or [(byte)'7', (byte)'z', 0xBC, ..] or [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..]
            or [(byte)'B', (byte)'Z', (byte)'h', ..] or [0x7F, (byte)'E', (byte)'L', (byte)'F', ..]
            or [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] or [0x1A, 0x45, 0xDF, 0xA3, ..] or [(byte)'I', (byte)'D', (byte)'3', ..]
            or [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] or [(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..]
            or [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] or [(byte)'G', (byte)'G', (byte)'U', (byte)'F', ..]
            or [(byte)'g', (byte)'l', (byte)'T', (byte)'F', ..] or [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..]
            or [_, _, _, _, _, _, _, _, (byte)'{', (byte)'"', ..];
}
