using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using ImageGeneration.Imaging;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Decodes bytes that workers write as a text: base64 in either alphabet, broken into lines, with or without its padding, behind
/// a label, as Python shows bytes (<c>b'…'</c>), and hexadecimal.</summary>
internal static class EncodedBytes
{
    private const int HeadBytes = 48;
    private const int MaxLabelBytes = 100;

    private static readonly SearchValues<byte> _ends = SearchValues.Create("\"'<>()"u8);

    private static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    /// <summary>Determines whether the first bytes are those of an image.</summary>
    public static bool BeginLikeAnImage(ReadOnlySpan<byte> text)
    {
        text = Unwrap(text);
        Span<byte> head = stackalloc byte[HeadBytes];
        if (text[..Math.Min(text.Length, HeadBytes)].Contains((byte)'\\'))
        {
            return ImageSignature.Read(head[..PythonBytes.Decode(text, head)]) is not null;
        }

        Span<byte> plain = stackalloc byte[HeadBytes];
        var length = ToPlainBase64(text[..Math.Min(text.Length, 2 * HeadBytes)], plain);
        return IsHex(plain[..length])
            ? Convert.FromHexString(plain[..(length & ~1)], head, out _, out var bytes) == OperationStatus.Done
                && ImageSignature.Read(head[..bytes]) is not null
            : Base64.DecodeFromUtf8(plain[..(length & ~3)], head, out _, out bytes, isFinalBlock: false) is not OperationStatus.InvalidData
                && ImageSignature.Read(head[..bytes]) is not null;
    }

    /// <summary>Decodes all bytes; returns null when the text is not what it begins like.</summary>
    public static ReadOnlyMemory<byte>? Decode(ReadOnlySpan<byte> text)
    {
        text = Unwrap(text);
        if (text.Contains((byte)'\\'))
        {
            var shown = GC.AllocateUninitializedArray<byte>(text.Length);
            var read = shown.AsMemory(0, PythonBytes.Decode(text, shown));
            return ImageSignature.Read(read.Span) is null ? DecodeBase64(read.Span) : read;
        }

        if (IsHex(text[..Math.Min(text.Length, HeadBytes)]))
        {
            var bytes = GC.AllocateUninitializedArray<byte>(text.Length / 2);
            return Convert.FromHexString(text, bytes, out _, out var written) == OperationStatus.Done ? bytes.AsMemory(0, written) : null;
        }

        return DecodeBase64(text);
    }

    public static ReadOnlyMemory<byte>? DecodeBase64(ReadOnlySpan<byte> text)
    {
        if (text.Length == 0 || text.Length > Base64.GetMaxEncodedToUtf8Length(int.MaxValue / 2))
        {
            return null;
        }

        var bytes = GC.AllocateUninitializedArray<byte>(Base64.GetMaxDecodedFromUtf8Length(text.Length + 3));
        if (Base64.DecodeFromUtf8(text, bytes, out _, out var written) == OperationStatus.Done)
        {
            return bytes.AsMemory(0, written);
        }

        // The rare spellings are normalized in a pooled array, which may be far larger than requested.
        var plain = ArrayPool<byte>.Shared.Rent(text.Length + 3);
        try
        {
            var length = ToPlainBase64(text, plain);
            while (length % 4 != 0)
            {
                plain[length++] = (byte)'=';
            }

            return length > 0 && Base64.DecodeFromUtf8(plain.AsSpan(0, length), bytes, out _, out written) == OperationStatus.Done
                ? bytes.AsMemory(0, written)
                : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    // The alphabet of URLs becomes the standard one, %2B a plus; spaces, line breaks and the padding are removed.
    private static int ToPlainBase64(ReadOnlySpan<byte> text, Span<byte> plain)
    {
        var length = 0;
        for (var i = 0; i < text.Length && length < plain.Length; i++)
        {
            var c = text[i];
            if (c == '%' && i + 2 < text.Length
                && byte.TryParse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var escaped))
            {
                (c, i) = (escaped, i + 2);
            }

            if (c != '=' && !Blanks.Contains(c))
            {
                plain[length++] = c switch { (byte)'-' => (byte)'+', (byte)'_' => (byte)'/', _ => c };
            }
        }

        return length;
    }

    // b'…' and b"…" as Python shows bytes, a text in quotes, 'base64,…', 'image/png;base64,…'.
    private static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> text)
    {
        text = text.Trim(Blanks);
        if (text is [(byte)'b' or (byte)'B', (byte)'\'' or (byte)'"', .., (byte)'\'' or (byte)'"'] && text.Length > 3)
        {
            return text[2..^1];
        }

        if (text is [(byte)'"' or (byte)'\'', .., (byte)'"' or (byte)'\''])
        {
            text = text[1..^1];
        }

        var label = text[..Math.Min(text.Length, MaxLabelBytes)].IndexOf("base64,"u8);
        if (label < 0)
        {
            return text;
        }

        // As in <img src='data:image/png;base64,…'>.
        text = text[(label + "base64,".Length)..].TrimStart(Blanks);
        var end = text.IndexOfAny(_ends);
        return end < 0 ? text : text[..end];
    }

    private static bool IsHex(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit((char)c))
            {
                return false;
            }
        }

        return text.Length >= 16;
    }
}
