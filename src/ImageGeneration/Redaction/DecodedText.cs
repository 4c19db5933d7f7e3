using System.Buffers;

namespace ImageGeneration.Redaction;

/// <summary>Represents a text as its letters and digits alone, in lower case and without escapes, each with its position in the text.
/// Encoded, broken into lines, punctuated or capitalized text becomes the same as plain text.</summary>
internal sealed class DecodedText : IDisposable
{
    // A quotation inside a quotation is escaped twice.
    private const int MaxRounds = 3;

    private readonly char[] _characters;
    private readonly int[] _starts;
    private readonly int[] _ends;
    private int _count;

    private DecodedText(ReadOnlySpan<char> text)
    {
        _characters = ArrayPool<char>.Shared.Rent(text.Length);
        _starts = ArrayPool<int>.Shared.Rent(text.Length);
        _ends = ArrayPool<int>.Shared.Rent(text.Length);
        _count = text.Length;
        text.CopyTo(_characters);
        for (var i = 0; i < _count; i++)
        {
            (_starts[i], _ends[i]) = (i, i + 1);
        }
    }

    public ReadOnlySpan<char> Letters => _characters.AsSpan(0, _count);

    public static DecodedText Decode(ReadOnlySpan<char> text)
    {
        var decoded = new DecodedText(text);
        for (var round = 0; round < MaxRounds && EscapedCharacter.MayBeIn(decoded.Letters) && decoded.Unescape(); round++)
        {
        }

        decoded.KeepLetters();
        return decoded;
    }

    /// <summary>Returns the letter, or 0 for a character that is left out.</summary>
    public static char Fold(char character) =>
        char.IsAsciiLetterOrDigit(character) ? (char)(char.IsAsciiLetterUpper(character) ? character | 0x20 : character)
        : character < 0x80 || IsOfTokens(character) ? '\0'
        : character is >= '\uFF01' and <= '\uFF5E' ? Fold((char)(character - 0xFEE0))
        : char.IsLetterOrDigit(character) || char.IsSurrogate(character) ? char.ToLowerInvariant(character)
        : '\0';

    /// <summary>Returns the letters of a text.</summary>
    public static string LettersOf(ReadOnlySpan<char> text)
    {
        using var decoded = Decode(text);
        return decoded.Letters.ToString();
    }

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_characters, clearArray: true);
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<int>.Shared.Return(_ends);
    }

    /// <summary>Gets the start of a letter in the text.</summary>
    public int Start(int index) => _starts[index];

    /// <summary>Gets the end of a letter in the text.</summary>
    public int End(int index) => _ends[index];

    /// <summary>Determines whether a word begins or ends at a letter. Only scripts that separate their words have words inside
    /// words.</summary>
    public bool IsBoundary(int index) =>
        index <= 0 || index >= _count || _ends[index - 1] != _starts[index]
        || !PartsWords(_characters[index - 1]) || !PartsWords(_characters[index]);

    // The space and the line break of tokenizers that work on bytes.
    private static bool IsOfTokens(char character) => character is '\u0120' or '\u010A';

    private static bool PartsWords(char letter) => letter < '\u0590';

    // Decoded text is never longer than it was.
    private bool Unescape()
    {
        var write = 0;
        for (var read = 0; read < _count;)
        {
            var length = EscapedCharacter.Read(_characters.AsSpan(read, _count - read), out var value);
            var (start, end) = (_starts[read], _ends[read + Math.Max(length, 1) - 1]);
            if (length == 0)
            {
                value = _characters[read];
            }

            read += Math.Max(length, 1);
            if (value > char.MaxValue)
            {
                Write(ref write, (char)(0xD800 + ((value - 0x10000) >> 10)), start, end);
                value = 0xDC00 + ((value - 0x10000) & 0x3FF);
            }

            Write(ref write, (char)value, start, end);
        }

        (var before, _count) = (_count, write);
        return write < before;
    }

    private void KeepLetters()
    {
        var write = 0;
        for (var read = 0; read < _count; read++)
        {
            if (Fold(_characters[read]) is not '\0' and var letter)
            {
                Write(ref write, letter, _starts[read], _ends[read]);
            }
        }

        _count = write;
    }

    private void Write(ref int at, char character, int start, int end)
    {
        (_characters[at], _starts[at], _ends[at]) = (character, start, end);
        at++;
    }
}
