using System.Collections.Frozen;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Specifies what a link leads to, as far as the link itself says.</summary>
internal enum OutputLinkKind
{
    /// <summary>It does not say.</summary>
    Open,

    /// <summary>An image, by its extension.</summary>
    Image,

    /// <summary>Something else: a page, a video, weights.</summary>
    Other,
}

/// <summary>Judges links by their extensions.</summary>
internal static class OutputLink
{
    private const int MaxExtension = 12;

    private static readonly FrozenDictionary<string, string> _pictures = new Dictionary<string, string>
    {
        ["PNG"] = "image/png",
        ["APNG"] = "image/png",
        ["JPG"] = "image/jpeg",
        ["JPEG"] = "image/jpeg",
        ["JPE"] = "image/jpeg",
        ["JFIF"] = "image/jpeg",
        ["WEBP"] = "image/webp",
        ["GIF"] = "image/gif",
        ["AVIF"] = "image/avif",
        ["BMP"] = "image/bmp",
        ["TIF"] = "image/tiff",
        ["TIFF"] = "image/tiff",
        ["HEIC"] = "image/heic",
        ["HEIF"] = "image/heif",
        ["JXL"] = "image/jxl",
        ["SVG"] = "image/svg+xml",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> _others =
        ("HTML HTM MP4 M4V WEBM MOV AVI MKV MP3 WAV FLAC OGG M4A JSON JSONL YAML YML TOML XML TXT LOG MD CSV TSV ZIP TAR GZ TGZ 7Z RAR BZ2 "
            + "XZ ZST SAFETENSORS CKPT PT PTH ONNX GGUF PKL NPZ NPY H5 PARQUET GLB GLTF OBJ PLY STL FBX USDZ PDF JS CSS PY IPYNB")
        .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the media type by the extension; null when that says none.</summary>
    public static string? MediaType(Uri url) =>
        _pictures.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(Extension(url.AbsolutePath), out var type) ? type : null;

    /// <summary>Determines whether a path ends like that of an image.</summary>
    public static bool IsImageFile(ReadOnlySpan<char> path) =>
        _pictures.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(Extension(path));

    public static OutputLinkKind GetKind(Uri url)
    {
        if (MediaType(url) is not null)
        {
            return OutputLinkKind.Image;
        }

        if (_others.GetAlternateLookup<ReadOnlySpan<char>>().Contains(Extension(url.AbsolutePath)))
        {
            return OutputLinkKind.Other;
        }

        // Some name the file in the query: /view?filename=ComfyUI_00001_.png&type=output
        foreach (var part in url.Query.AsSpan().SplitAny('?', '&', '='))
        {
            if (_pictures.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(Extension(url.Query.AsSpan()[part])))
            {
                return OutputLinkKind.Image;
            }
        }

        return url.AbsolutePath.Length <= 1 && url.Query.Length == 0 ? OutputLinkKind.Other : OutputLinkKind.Open;
    }

    /// <summary>Gets the file name, which ComfyUI has in the query; empty when there is none.</summary>
    public static ReadOnlySpan<char> File(Uri url) =>
        QueryValue(url, "filename") is { Length: > 0 } file ? file : url.AbsolutePath.AsSpan()[(url.AbsolutePath.LastIndexOf('/') + 1)..];

    /// <summary>Determines whether a link is a preview of ComfyUI: <c>/view?filename=…&amp;type=temp</c>.</summary>
    public static bool IsTemporary(Uri url) => QueryValue(url, "type") is "temp";

    /// <summary>Determines whether two links lead to the same file: a signature may differ each time.</summary>
    public static bool IsSameFile(Uri one, Uri other) =>
        one.Equals(other)
        || (IsSigned(one) && IsSigned(other)
            && one.GetLeftPart(UriPartial.Path).Equals(other.GetLeftPart(UriPartial.Path), StringComparison.Ordinal));

    private static bool IsSigned(Uri url) =>
        url.Query.Contains("X-Amz-Signature=", StringComparison.OrdinalIgnoreCase)
        || url.Query.Contains("X-Goog-Signature=", StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> QueryValue(Uri url, ReadOnlySpan<char> name)
    {
        var query = url.Query.AsSpan().TrimStart('?');
        foreach (var part in query.Split('&'))
        {
            var pair = query[part];
            if (pair.Length > name.Length && pair[name.Length] == '=' && pair.StartsWith(name, StringComparison.Ordinal))
            {
                return pair[(name.Length + 1)..];
            }
        }

        return default;
    }

    private static ReadOnlySpan<char> Extension(ReadOnlySpan<char> path)
    {
        var dot = path.LastIndexOf('.');
        return dot < 0 || path.Length - dot > MaxExtension + 1 || path[dot..].Contains('/') ? default : path[(dot + 1)..];
    }
}
