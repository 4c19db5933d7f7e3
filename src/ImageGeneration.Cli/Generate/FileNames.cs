namespace ImageGeneration.Cli.Generate;

/// <summary>Creates names for images that were given none.</summary>
internal static class FileNames
{
    private const int MaxWords = 6;
    private const int MaxLength = 48;
    private const int IdLength = 6;
    private const int MaxExtension = 8;

    /// <summary>Creates a name from the prompt and the end of the response's id: <c>a-happy-child-reading-3fa2b1</c>.</summary>
    public static string From(string prompt, string id)
    {
        var letters = string.Concat(prompt.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : ' '));
        var words = string.Join('-', letters.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MaxWords));
        var name = words.Length > MaxLength ? words[..MaxLength].TrimEnd('-') : words;
        var end = id.Length > IdLength ? id[^IdLength..] : id;
        return name.Length > 0 ? $"{name}-{end}" : $"image-{end}";
    }

    /// <summary>Gets the longest extension that <see cref="Extension"/> returns.</summary>
    public static string LongestExtension { get; } = "." + new string('x', MaxExtension);

    public static string Extension(string? mediaType) => mediaType switch
    {
        null or "image/png" => ".png",
        "image/jpeg" => ".jpg",
        "image/svg+xml" => ".svg",
        _ => Subtype(mediaType) is { } subtype ? "." + subtype : ".image",
    };

    /// <summary>Determines whether a file with this extension has that media type, as far as known.</summary>
    public static bool Fits(string file, string? mediaType)
    {
        var extension = Path.GetExtension(file).ToLowerInvariant();
        return extension switch
        {
            ".jpeg" or ".jpe" => mediaType == "image/jpeg",
            ".png" or ".jpg" or ".webp" or ".gif" or ".avif" or ".svg" or ".jxl" or ".heic" or ".bmp" => extension == Extension(mediaType),
            _ => true,
        };
    }

    // Of types to come: webp, avif, jxl, heic, tiff, bmp and the like are their own extensions.
    private static string? Subtype(string mediaType) =>
        mediaType.Split('/') is ["image", { Length: >= 2 and <= MaxExtension } subtype] && subtype.All(char.IsAsciiLetterOrDigit)
            ? subtype.ToLowerInvariant()
            : null;
}
