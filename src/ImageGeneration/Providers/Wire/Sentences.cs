using System.Text;

namespace ImageGeneration.Providers.Wire;

/// <summary>A text as sentences of lower-case words, with identifiers taken apart: <c>InputTextSensitiveContentDetected</c>,
/// <c>IMAGE_SAFETY</c> and <c>content-policy</c> are words like any other.</summary>
internal static class Sentences
{
    // What a service has to say it says at the beginning; a log says it at the end.
    private const int MaxLength = 16 * 1024;

    /// <summary>The sentences of an error.</summary>
    public static List<string[]> Of(string text) => Split(text.AsSpan(0, Math.Min(text.Length, MaxLength)));

    /// <summary>The last sentences of a log.</summary>
    public static List<string[]> LastOf(string text) => Split(text.AsSpan(Math.Max(0, text.Length - MaxLength)));

    private static List<string[]> Split(ReadOnlySpan<char> text)
    {
        var (sentences, words, word) = (new List<string[]>(), new List<string>(), new StringBuilder());
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var isInside = i > 0 && i + 1 < text.Length && char.IsLetterOrDigit(text[i - 1]) && char.IsLetterOrDigit(text[i + 1]);
            if (char.IsLetterOrDigit(c))
            {
                if (BeginsWord(text, i))
                {
                    EndWord();
                }

                word.Append(char.ToLowerInvariant(c));
            }
            else if (c is not ('\'' or '’') || !isInside)
            {
                EndWord();
                if (c is '!' or '?' or ';' or '\n' or '\r' or '。' || (c == '.' && !isInside))
                {
                    EndSentence();
                }
            }
        }

        EndWord();
        EndSentence();
        return sentences;

        void EndWord()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        void EndSentence()
        {
            if (words.Count > 0)
            {
                sentences.Add([.. words]);
                words.Clear();
            }
        }
    }

    // sensitiveContent, NSFWContent
    private static bool BeginsWord(ReadOnlySpan<char> text, int at) =>
        at > 0 && char.IsUpper(text[at])
        && (char.IsLower(text[at - 1]) || (char.IsUpper(text[at - 1]) && at + 1 < text.Length && char.IsLower(text[at + 1])));
}
