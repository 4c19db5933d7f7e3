namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Represents a sequence of words, with at most a few others between two of them: <c>violat* polic*|guideline*</c>.</summary>
internal sealed class Phrase
{
    private const int MaxGap = 4;

    private static readonly string[] _denials =
        ["no", "not", "isnt", "wasnt", "didnt", "without", "never", "zero", "0", "false", "none", "null"];

    private readonly string[][] _words;
    private readonly int _gap;

    /// <param name="pattern">The words; <c>|</c> separates alternatives, <c>*</c> stands for any ending, and a <c>+</c> before the first
    /// word requires adjacent words.</param>
    public Phrase(string pattern)
    {
        _gap = pattern.StartsWith('+') ? 0 : MaxGap;
        _words = [.. pattern.TrimStart('+').Split(' ').Select(static word => word.Split('|'))];
    }

    /// <summary>Determines whether a sentence contains the phrase, asserted or denied.</summary>
    public bool IsIn(Sentence sentence) => IsIn(sentence, evenDenied: true);

    /// <summary>Determines whether a sentence asserts the phrase: neither "no NSFW content detected" nor "flagged: false".</summary>
    public bool IsSaidIn(Sentence sentence) => IsIn(sentence, evenDenied: false);

    private bool IsIn(Sentence sentence, bool evenDenied)
    {
        for (var at = 0; at < sentence.Count; at++)
        {
            if (Matches(_words[0], sentence[at]) && (evenDenied || at == 0 || !IsDenial(sentence[at - 1]))
                && End(sentence, at, evenDenied) is { } end && (evenDenied || !IsDeniedAfter(sentence, end)))
            {
                return true;
            }
        }

        return false;
    }

    private int? End(Sentence sentence, int at, bool evenDenied)
    {
        for (var next = 1; next < _words.Length; next++)
        {
            var last = Math.Min(at + 1 + _gap, sentence.Count - 1);
            for (at++; at <= last && !Matches(_words[next], sentence[at]); at++)
            {
                if (!evenDenied && IsDenial(sentence[at]))
                {
                    return null;
                }
            }

            if (at > last)
            {
                return null;
            }
        }

        return at;
    }

    private static bool IsDeniedAfter(Sentence sentence, int end) =>
        end + 1 < sentence.Count && (sentence[end + 1] is "false" or "none" or "0" or "null" || sentence[sentence.Count - 1] is "false");

    private static bool IsDenial(ReadOnlySpan<char> word)
    {
        foreach (var denial in _denials)
        {
            if (word.SequenceEqual(denial))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(string[] alternatives, ReadOnlySpan<char> word)
    {
        foreach (var alternative in alternatives)
        {
            if (alternative[^1] == '*' ? word.StartsWith(alternative.AsSpan(0, alternative.Length - 1)) : word.SequenceEqual(alternative))
            {
                return true;
            }
        }

        return false;
    }
}
