using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using ImageGeneration.Outputs;
using ImageGeneration.Providers.Http;

namespace ImageGeneration.Providers.Wire;

/// <summary>An image as a JSON text: a link, a data URI or bare base64. Bytes are decoded from the reply's own UTF-8; no string of them
/// ever exists.</summary>
internal static class ImageText
{
    private const int MaxUrlBytes = 8 * 1024;
    private const int MaxLabelBytes = 200;

    /// <summary>Reads one.</summary>
    /// <param name="text">Any JSON value.</param>
    /// <param name="bareBase64">Take base64 without a label too, when its bytes are an image.</param>
    /// <param name="texts">The long texts of the reply.</param>
    /// <returns>Null when it is no image.</returns>
    public static GeneratedImage? Read(JsonElement text, bool bareBase64, LongTexts texts = default)
    {
        if (text.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var raw = texts.Raw(text);
        return raw.Contains((byte)'\\') ? ReadEscaped(raw, bareBase64) : Read(raw[1..^1], bareBase64);
    }

    public static GeneratedImage FromBytes(ReadOnlyMemory<byte> bytes, string? label = null)
    {
        var signature = ImageSignature.Read(bytes.Span);
        return new GeneratedImage
        {
            Bytes = bytes,
            MediaType = signature?.MediaType ?? label,
            Width = signature?.Width,
            Height = signature?.Height,
        };
    }

    private static GeneratedImage? ReadEscaped(ReadOnlySpan<byte> raw, bool bareBase64)
    {
        using var buffer = new ReplyBuffer();
        buffer.Grow(raw.Length);
        try
        {
            var reader = new Utf8JsonReader(raw);
            var plain = buffer.Memory.Span;
            return reader.Read() ? Read(plain[..reader.CopyString(plain)], bareBase64) : null;
        }
        catch (InvalidOperationException)
        {
            // Malformed UTF-8 or a lone surrogate.
            return null;
        }
    }

    private static GeneratedImage? Read(ReadOnlySpan<byte> text, bool bareBase64)
    {
        text = text.Trim(" \t\r\n"u8);
        if (StartsWith(text, "data:"u8))
        {
            return FromDataUri(text["data:"u8.Length..]);
        }

        if (StartsWith(text, "http://"u8) || StartsWith(text, "https://"u8))
        {
            return text.Length <= MaxUrlBytes && ForeignUri.Read(Encoding.UTF8.GetString(text)) is { } url
                ? new GeneratedImage { Url = url, MediaType = MediaTypeOf(url), ExpiresAt = LinkExpiry.Of(url) }
                : null;
        }

        return bareBase64 && LooksLikeImage(text) && Decode(text) is { } bytes ? FromBytes(bytes) : null;
    }

    private static GeneratedImage? FromDataUri(ReadOnlySpan<byte> uri)
    {
        var comma = uri[..Math.Min(uri.Length, MaxLabelBytes)].IndexOf((byte)',');
        var label = uri[..Math.Max(comma, 0)];
        var end = label.IndexOf((byte)';');
        if (end < 0 || !NamesBase64(label[(end + 1)..]) || Decode(uri[(comma + 1)..]) is not { Length: > 0 } bytes)
        {
            return null;
        }

        label = label[..end];
        var image = FromBytes(bytes, Encoding.UTF8.GetString(label));
        return image.MediaType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true ? image : null;
    }

    // The word may be in any case, and have blanks around it.
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

    private static bool LooksLikeImage(ReadOnlySpan<byte> base64)
    {
        Span<byte> head = stackalloc byte[48];
        Base64.DecodeFromUtf8(base64[..Math.Min(base64.Length & ~3, 32)], head, out _, out var written, isFinalBlock: false);
        return ImageSignature.Read(head[..written]) is not null;
    }

    private static ReadOnlyMemory<byte>? Decode(ReadOnlySpan<byte> base64)
    {
        if (base64.Length == 0 || base64.Length > Base64.GetMaxEncodedToUtf8Length(int.MaxValue / 2))
        {
            return null;
        }

        var bytes = GC.AllocateUninitializedArray<byte>(Base64.GetMaxDecodedFromUtf8Length(base64.Length + 3));
        if (Base64.DecodeFromUtf8(base64, bytes, out _, out var written) == OperationStatus.Done
            || DecodeUnpadded(base64, bytes, out written))
        {
            return bytes.AsMemory(0, written);
        }

        return null;
    }

    // Some workers strip the closing '=' or use the alphabet of URLs.
    private static bool DecodeUnpadded(ReadOnlySpan<byte> base64, Span<byte> bytes, out int written)
    {
        written = 0;
        var whole = base64.Length & ~3;
        if (base64.Length - whole is 2 or 3
            && Base64.DecodeFromUtf8(base64[..whole], bytes, out _, out written, isFinalBlock: false) == OperationStatus.Done)
        {
            Span<byte> tail = [(byte)'=', (byte)'=', (byte)'=', (byte)'='];
            base64[whole..].CopyTo(tail);
            if (Base64.DecodeFromUtf8(tail, bytes[written..], out _, out var last) == OperationStatus.Done)
            {
                written += last;
                return true;
            }
        }

        return Base64Url.DecodeFromUtf8(base64, bytes, out _, out written) == OperationStatus.Done;
    }

    private static string? MediaTypeOf(Uri url) =>
        Path.GetExtension(url.AbsolutePath).ToUpperInvariant() switch
        {
            ".PNG" => "image/png",
            ".JPG" or ".JPEG" => "image/jpeg",
            ".WEBP" => "image/webp",
            ".GIF" => "image/gif",
            ".AVIF" => "image/avif",
            _ => null,
        };

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix) =>
        text.Length >= prefix.Length && Ascii.EqualsIgnoreCase(text[..prefix.Length], prefix);
}
