using System.Text;

namespace ImageGeneration.Redaction;

/// <summary>Represents one form of something that must not be shown, as <see cref="DecodedText"/> has it, and how much of it reveals
/// it.</summary>
/// <param name="Letters">The form.</param>
/// <param name="Instead">The text to show instead.</param>
internal sealed record SensitiveForm(string Letters, string Instead)
{
    // Fewer letters are a word, or a part of one, in any text.
    private const int MinLetters = 4;
    private const int MinInsideWords = 8;
    private const int MinKeyLetters = 8;
    private const int MinWordsLetters = 12;
    private const int MinPromptLetters = 20;
    private const int MinCutPromptLetters = 6;

    private int _minAtStart = int.MaxValue;

    public bool IsPrompt { get; private init; }

    /// <summary>Whether it is the key itself, not encoded.</summary>
    public bool IsKey { get; private init; }

    /// <summary>Whether it is encoded in hex or in base64.</summary>
    public bool IsEncoded { get; private init; }

    /// <summary>Gets the length from which the whole may be within a longer word.</summary>
    private int MinWhole => IsPrompt ? MinPromptLetters : MinInsideWords;

    /// <summary>Creates the forms of a key: as it is, byte by byte, and in base64, once or twice, at any position of what was
    /// encoded.</summary>
    public static IEnumerable<SensitiveForm> FromSecret(string secret, string instead)
    {
        if (Plain(secret, instead) is not { } plain)
        {
            yield break;
        }

        var start = secret.AsSpan(0, Math.Min(secret.Length, MinKeyLetters));
        if (secret.Length >= 2 * MinKeyLetters && start.ContainsAnyExcept(Ascii.Letters))
        {
            plain._minAtStart = DecodedText.LettersOf(start).Length;
        }

        yield return plain with { IsKey = true };
        var bytes = Encoding.UTF8.GetBytes(secret);
        var twice = Base64(Encoding.UTF8.GetBytes(Convert.ToBase64String(bytes).TrimEnd('=')));
        foreach (var encoded in Bytes(bytes).Concat(Base64(bytes)).Concat(twice))
        {
            if (Plain(encoded, instead) is { Letters.Length: >= MinKeyLetters } form)
            {
                yield return form with { IsEncoded = true };
            }
        }
    }

    /// <summary>Creates the forms of the caller's text: as it is, and in base64.</summary>
    public static IEnumerable<SensitiveForm> FromPrompt(string prompt, string instead)
    {
        if (Plain(prompt, instead) is not { } plain)
        {
            yield break;
        }

        yield return plain with { IsPrompt = true };
        foreach (var encoded in Base64(Encoding.UTF8.GetBytes(prompt)))
        {
            if (Plain(encoded, instead) is { Letters.Length: >= MinPromptLetters } form)
            {
                yield return form with { IsPrompt = true, IsEncoded = true };
            }
        }
    }

    /// <summary>Determines whether a part that was found is more than chance.</summary>
    /// <param name="offset">The start of the part in the form.</param>
    /// <param name="text">The text that it was found in.</param>
    /// <param name="at">The position of the part in the text.</param>
    /// <param name="length">The number of its letters.</param>
    /// <param name="isCut">Whether an ellipsis follows.</param>
    public bool IsGivenAway(int offset, DecodedText text, int at, int length, bool isCut)
    {
        if (length >= (IsPrompt ? MinPromptLetters : MinWordsLetters))
        {
            return true;
        }

        if (offset == 0 && length == Letters.Length && (length >= MinWhole || (text.IsBoundary(at) && text.IsBoundary(at + length))))
        {
            return true;
        }

        return IsPrompt
            ? offset == 0 && isCut && length >= MinCutPromptLetters && text.IsBoundary(at)
            : (length >= MinKeyLetters && IsMixed(text.Letters.Slice(at, length)))
                || (offset == 0 && length >= _minAtStart && text.IsBoundary(at));
    }

    private static SensitiveForm? Plain(string value, string instead) =>
        DecodedText.LettersOf(value) is { Length: >= MinLetters } letters ? new(letters, instead) : null;

    private static bool IsMixed(ReadOnlySpan<char> letters) =>
        letters.ContainsAnyInRange('0', '9') && letters.ContainsAnyExceptInRange('0', '9');

    // In hex, with and without the prefix of each byte, and as a list of numbers.
    private static IEnumerable<string> Bytes(byte[] value) =>
        [Convert.ToHexString(value), string.Concat(value.Select(one => $"0x{one:x2}")), string.Concat(value)];

    // In a longer text it begins at any of three positions of a group, and its ends share characters with its neighbors.
    private static IEnumerable<string> Base64(byte[] value)
    {
        for (var before = 0; before < 3; before++)
        {
            var bytes = new byte[before + value.Length];
            value.CopyTo(bytes, before);
            var first = ((before * 8) + 5) / 6;
            var end = bytes.Length * 8 / 6;
            yield return Convert.ToBase64String(bytes)[first..Math.Max(first, end)];
        }
    }

    private static class Ascii
    {
        public static readonly System.Buffers.SearchValues<char> Letters =
            System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    }
}
