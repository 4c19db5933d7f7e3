namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Splits a text into sentences of lower-case words, with identifiers taken apart: <c>InputTextSensitiveContentDetected</c>,
/// <c>IMAGE_SAFETY</c> and <c>content-policy</c> are words like any other.</summary>
internal static class Sentences
{
    // An error says what matters at the beginning; a log says it at the end.
    private const int MaxLength = 16 * 1024;

    /// <summary>Gets the sentences of an error.</summary>
    public static List<Sentence> Split(string text)
    {
        var all = new List<Sentence>();
        Exist(text, sentence =>
        {
            all.Add(sentence.Copy());
            return false;
        });
        return all;
    }

    /// <summary>Determines whether a sentence of an error matches.</summary>
    /// <param name="text">The error.</param>
    /// <param name="isOne">The condition; it must not keep the sentence, as the next one is put in its place.</param>
    public static bool Exist(ReadOnlySpan<char> text, Predicate<Sentence> isOne)
    {
        text = text[..Math.Min(text.Length, MaxLength)];
        var sentence = new Sentence();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var isInside = i > 0 && i + 1 < text.Length && char.IsLetterOrDigit(text[i - 1]) && char.IsLetterOrDigit(text[i + 1]);
            if (char.IsLetterOrDigit(c))
            {
                if (BeginsWord(text, i))
                {
                    sentence.EndWord();
                }

                sentence.Append(char.ToLowerInvariant(c));
            }
            else if (c is not ('\'' or '’') || !isInside)
            {
                sentence.EndWord();
                if ((c is '!' or '?' or ';' or '\n' or '\r' or '。' || (c == '.' && !isInside)) && IsOne(sentence, isOne))
                {
                    return true;
                }
            }
        }

        sentence.EndWord();
        return IsOne(sentence, isOne);
    }

    /// <summary>Gets the part of a log that is examined.</summary>
    public static ReadOnlySpan<char> LastOf(ReadOnlySpan<char> log) => log[Math.Max(0, log.Length - MaxLength)..];

    private static bool IsOne(Sentence sentence, Predicate<Sentence> isOne)
    {
        if (sentence.Count > 0 && isOne(sentence))
        {
            return true;
        }

        sentence.Clear();
        return false;
    }

    // sensitiveContent, NSFWContent
    private static bool BeginsWord(ReadOnlySpan<char> text, int at) =>
        at > 0 && char.IsUpper(text[at])
        && (char.IsLower(text[at - 1]) || (char.IsUpper(text[at - 1]) && at + 1 < text.Length && char.IsLower(text[at + 1])));
}
