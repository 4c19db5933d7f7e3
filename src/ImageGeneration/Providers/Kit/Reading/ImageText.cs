using System.Text;
using System.Text.Json;
using ImageGeneration.Imaging;
using ImageGeneration.Transport;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Reads an image from a JSON text: a link, a data URI, or the bytes in one of the spellings of <see cref="EncodedBytes"/>. Bytes
/// are decoded from the reply's own UTF-8; no string is ever made of them.</summary>
internal static class ImageText
{
    private const int MaxUrlBytes = 8 * 1024;
    private const int MaxLabelBytes = 200;

    // A signature of two or three bytes proves little in a short text.
    private const int MinWeakBytes = 128;
    private const int MinImageBytes = 256;
    private const int MaxOnStack = 512;

    /// <summary>Reads an image.</summary>
    /// <param name="text">Any JSON value.</param>
    /// <param name="texts">The long texts of the reply.</param>
    /// <param name="takeBytes"><see langword="false"/> to read links only: nothing is decoded.</param>
    /// <returns>The image; null when the text is none.</returns>
    public static GeneratedImage? Read(JsonElement text, ReplyTexts texts = default, bool takeBytes = true)
    {
        if (text.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var raw = texts.Raw(text);
        return !raw.Contains((byte)'\\') ? Read(raw[1..^1], takeBytes, texts)
            : !IsOnlyJson(raw) && (takeBytes || IsLink(raw[1..])) ? ReadEscaped(raw, takeBytes, texts)
            : null;
    }

    /// <summary>Determines whether a text begins like an image; the rest is not checked.</summary>
    public static bool LooksLikeOne(JsonElement text, ReplyTexts texts)
    {
        var raw = texts.Raw(text)[1..^1].TrimStart(" \t\r\n"u8);
        return IsLink(raw) || StartsWith(raw, "data:image"u8) || EncodedBytes.BeginLikeAnImage(raw);
    }

    public static GeneratedImage FromBytes(ReadOnlyMemory<byte> bytes, string? label = null)
    {
        var signature = ForeignFile.Identify(bytes.Span, label);
        return new GeneratedImage
        {
            Bytes = bytes,
            MediaType = signature?.MediaType ?? ForeignFile.Label(label),
            Width = signature?.Width,
            Height = signature?.Height,
        };
    }

    /// <summary>Unescapes a JSON text; returns an empty one when it is malformed.</summary>
    /// <param name="raw">The text as it is in the document, with its quotes.</param>
    /// <param name="buffer">The buffer for the result.</param>
    public static ReadOnlyMemory<byte> Plain(ReadOnlySpan<byte> raw, ReplyBuffer buffer)
    {
        buffer.Grow(raw.Length);
        return buffer.Memory[..Unescape(raw, buffer.Memory.Span)];
    }

    private static int Unescape(ReadOnlySpan<byte> raw, Span<byte> plain)
    {
        try
        {
            var reader = new Utf8JsonReader(raw);
            return reader.Read() ? reader.CopyString(plain) : 0;
        }
        catch (InvalidOperationException)
        {
            // Malformed UTF-8 or a lone surrogate.
            return 0;
        }
    }

    private static GeneratedImage? ReadEscaped(ReadOnlySpan<byte> raw, bool takeBytes, ReplyTexts texts)
    {
        if (raw.Length <= MaxOnStack)
        {
            Span<byte> plain = stackalloc byte[MaxOnStack];
            return Read(plain[..Unescape(raw, plain)], takeBytes, texts);
        }

        using var buffer = new ReplyBuffer();
        return Read(Plain(raw, buffer).Span, takeBytes, texts);
    }

    // A label may precede the bytes, whatever precedes the label.
    private static bool IsOnlyJson(ReadOnlySpan<byte> raw) =>
        raw is [_, (byte)'{' or (byte)'[', ..] && raw[..Math.Min(raw.Length, MaxLabelBytes)].IndexOf("base64,"u8) < 0;

    /// <summary>Reads an image from a text that is no JSON.</summary>
    public static GeneratedImage? Read(ReadOnlySpan<byte> text, bool takeBytes = true, ReplyTexts texts = default)
    {
        text = Unwrap(text.Trim(" \t\r\n"u8));
        if (IsLink(text))
        {
            return text.Length <= MaxUrlBytes && ForeignLink.Parse(Encoding.UTF8.GetString(text)) is { } url
                ? new GeneratedImage { Url = url, MediaType = OutputLink.MediaType(url), ExpiresAt = LinkExpiry.GetExpiry(url) }
                : null;
        }

        return !takeBytes ? null
            : text is [(byte)'<', ..] ? FromSvg(text)
            : StartsWith(text, "data:"u8) ? FromDataUri(text["data:"u8.Length..]) ?? FromEncoded(text, texts)
            : FromEncoded(text, texts);
    }

    private static GeneratedImage? FromEncoded(ReadOnlySpan<byte> text, ReplyTexts texts)
    {
        // There may be very many that are too small to be an image.
        if (!EncodedBytes.BeginLikeAnImage(text) || (text.Length < MinImageBytes && !texts.TrySpend(2 * MinImageBytes))
            || EncodedBytes.Decode(text) is not { } bytes)
        {
            return null;
        }

        var image = FromBytes(bytes);
        return image.MediaType is "image/png" or "image/jpeg" or "image/webp" or "image/gif" or "image/avif" || bytes.Length >= MinWeakBytes
            ? image
            : null;
    }

    private static GeneratedImage? FromDataUri(ReadOnlySpan<byte> uri)
    {
        var comma = uri[..Math.Min(uri.Length, MaxLabelBytes)].IndexOf((byte)',');
        var label = uri[..Math.Max(comma, 0)];
        var end = label.IndexOf((byte)';') is >= 0 and var semicolon ? semicolon : label.Length;
        var bytes = NamesBase64(label[end..]) ? EncodedBytes.DecodeBase64(uri[(comma + 1)..]) : FromPercents(uri[(comma + 1)..]);
        if (bytes is not { Length: > 0 } file)
        {
            return null;
        }

        var type = Encoding.UTF8.GetString(label[..end]);
        return ForeignFile.Identify(file.Span, type) is not null ? FromBytes(file, type) : null;
    }

    // An SVG is the one image that is itself a text.
    private static GeneratedImage? FromSvg(ReadOnlySpan<byte> text) => ImageSignature.Read(text) is null ? null : FromBytes(text.ToArray());

    private static ReadOnlyMemory<byte>? FromPercents(ReadOnlySpan<byte> text) =>
        text.IndexOfAny("<%"u8) == 0 ? Encoding.UTF8.GetBytes(Uri.UnescapeDataString(Encoding.UTF8.GetString(text))) : null;

    // The word may be in any case, and have spaces around it.
    private static bool NamesBase64(ReadOnlySpan<byte> parameters)
    {
        foreach (var part in parameters.Split((byte)';'))
        {
            if (Ascii.EqualsIgnoreCase(parameters[part].Trim((byte)' '), "base64"u8))
            {
                return true;
            }
        }

        return false;
    }

    // A link in quotes, <link>, and an image in Markdown: ![alt](link).
    private static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> text)
    {
        var start = text is [(byte)'!', (byte)'[', ..] ? text.IndexOf("]("u8) + 2 : 1;
        var end = text.Length - 1;
        return start > 0 && start < end && (IsLink(text[start..]) || StartsWith(text[start..], "data:"u8))
            && text[end] is (byte)'"' or (byte)'\'' or (byte)'>' or (byte)')' ? text[start..end] : text;
    }

    // Its slashes may be escaped: http:\/\/
    private static bool IsLink(ReadOnlySpan<byte> text) =>
        StartsWith(text, "http:"u8) || StartsWith(text, "https:"u8);

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix) =>
        text.Length >= prefix.Length && Ascii.EqualsIgnoreCase(text[..prefix.Length], prefix);
}
