using System.Buffers;
using System.Globalization;
using System.Text;

namespace ImageGeneration.Redaction;

/// <summary>Reads one character as URLs, JSON, Python and HTML write it.</summary>
internal static class EscapedCharacter
{
    private static readonly SearchValues<char> Marks = SearchValues.Create("%\\&<");

    private static readonly (string Name, char Character)[] Entities =
        [("amp;", '&'), ("lt;", '<'), ("gt;", '>'), ("quot;", '"'), ("apos;", '\''), ("nbsp;", ' ')];

    public static bool MayBeIn(ReadOnlySpan<char> text) => text.ContainsAny(Marks);

    /// <summary>Reads the character that a text begins with.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The character: a code point, or one half of a surrogate pair.</param>
    /// <returns>The number of characters of its escape; 0 when there is none.</returns>
    public static int Read(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        return text switch
        {
            ['%', ..] => ReadBytes(text, "%", out value),
            ['\\', 'x', ..] => ReadBytes(text, "\\x", out value),
            ['\\', 'u', '{', ..] => ReadBraced(text, out value),
            ['\\', 'u', ..] => ReadHex(text, 2, 4, out value),
            ['\\', 'U', ..] => ReadHex(text, 2, 8, out value),
            ['\\', >= '0' and <= '3', >= '0' and <= '7' and var middle, >= '0' and <= '7' and var last, ..] =>
                ReadOctal(text[1], middle, last, out value),
            ['\\', var character, ..] => ReadSimple(character, out value),
            ['&', '#', 'x' or 'X', ..] => ReadNumeric(text, 3, NumberStyles.AllowHexSpecifier, out value),
            ['&', '#', ..] => ReadNumeric(text, 2, NumberStyles.None, out value),
            ['&', ..] => ReadNamed(text[1..], out value),
            // The end of a word, in the notation of CLIP's tokenizer.
            ['<', '/', 'w', '>', ..] => WordEnd(out value),
            _ => 0,
        };
    }

    // Usually the bytes of UTF-8; of Latin-1 when they are not.
    private static int ReadBytes(ReadOnlySpan<char> text, ReadOnlySpan<char> mark, out int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        var (count, width) = (0, mark.Length + 2);
        while (count < bytes.Length && text.Length >= (count + 1) * width && text[(count * width)..].StartsWith(mark)
            && byte.TryParse(text.Slice((count * width) + mark.Length, 2), NumberStyles.AllowHexSpecifier, null, out bytes[count]))
        {
            count++;
        }

        value = bytes[0];
        if (count == 0)
        {
            return 0;
        }

        if (Rune.DecodeFromUtf8(bytes[..count], out var rune, out var used) != OperationStatus.Done)
        {
            return width;
        }

        value = rune.Value;
        return used * width;
    }

    private static int ReadHex(ReadOnlySpan<char> text, int start, int digits, out int value)
    {
        value = 0;
        return text.Length >= start + digits
            && int.TryParse(text.Slice(start, digits), NumberStyles.AllowHexSpecifier, null, out value) && IsCharacter(value)
                ? start + digits
                : 0;
    }

    private static int ReadBraced(ReadOnlySpan<char> text, out int value)
    {
        var end = text[..Math.Min(text.Length, 12)].IndexOf('}');
        return end > 3 && ReadHex(text, 3, end - 3, out value) > 0 ? end + 1 : ReadNothing(out value);
    }

    private static int ReadSimple(char character, out int value)
    {
        value = character switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', _ => character };
        return value != character || character is '"' or '\'' or '\\' or '/' ? 2 : 0;
    }

    private static int ReadNumeric(ReadOnlySpan<char> text, int start, NumberStyles style, out int value)
    {
        var end = text[..Math.Min(text.Length, 12)].IndexOf(';');
        return end > start && int.TryParse(text[start..end], style, null, out value) && IsCharacter(value)
            ? end + 1
            : ReadNothing(out value);
    }

    private static int ReadNamed(ReadOnlySpan<char> text, out int value)
    {
        foreach (var (name, character) in Entities)
        {
            if (text.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                value = character;
                return name.Length + 1;
            }
        }

        return ReadNothing(out value);
    }

    private static int ReadOctal(char first, char middle, char last, out int value)
    {
        value = ((first - '0') << 6) | ((middle - '0') << 3) | (last - '0');
        return 4;
    }

    private static int WordEnd(out int value)
    {
        value = ' ';
        return 4;
    }

    private static int ReadNothing(out int value)
    {
        value = 0;
        return 0;
    }

    private static bool IsCharacter(int value) => value is >= 0 and <= 0x10FFFF;
}
