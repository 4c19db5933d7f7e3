namespace ImageGeneration.Prompts;

/// <summary>Composes a prompt of phrases, each only once, in a buffer that the caller provides.</summary>
internal ref struct PromptComposer
{
    private readonly string _prompt;
    private readonly Span<char> _buffer;
    private int _length;
    private bool _hasGrown;

    public PromptComposer(string prompt, Span<char> buffer)
    {
        prompt.CopyTo(buffer);
        _prompt = prompt;
        _buffer = buffer;
        _length = prompt.Length;
    }

    /// <summary>Gets the maximum by which one phrase increases the length.</summary>
    public static int Room(string phrase) => Separator.Length + phrase.Length;

    private static string Separator => ", ";

    /// <summary>Removes the end of a prompt that would stand between it and the next phrase.</summary>
    public static ReadOnlySpan<char> Trimmed(ReadOnlySpan<char> prompt) => prompt.TrimEnd(" \t\r\n.,;");

    /// <summary>Returns what was appended, without the separator before it.</summary>
    public static ReadOnlySpan<char> WithoutSeparator(ReadOnlySpan<char> appended) => appended[Separator.Length..];

    /// <summary>Appends a phrase unless its words are already adjacent in the prompt.</summary>
    public void Add(string phrase)
    {
        if (!Contains(_buffer[.._length], phrase))
        {
            Append(Separator);
            Append(phrase);
        }
    }

    /// <summary>Appends a phrase in any case.</summary>
    public void AddAlways(string lead, string phrase)
    {
        Append(Separator);
        Append(lead);
        Append(phrase);
    }

    /// <summary>Returns the prompt; the same instance that was passed in when nothing was added.</summary>
    public override readonly string ToString() => _hasGrown ? new string(_buffer[.._length]) : _prompt;

    /// <summary>Determines whether a text contains the words of a phrase, whole and adjacent, in any case, separated by spaces, hyphens or
    /// underscores.</summary>
    public static bool Contains(ReadOnlySpan<char> text, ReadOnlySpan<char> phrase)
    {
        var firstGap = phrase.IndexOfAny(" -_");
        var firstWord = firstGap < 0 ? phrase : phrase[..firstGap];
        for (var from = 0; ; from++)
        {
            var found = text[from..].IndexOf(firstWord, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                return false;
            }

            from += found;
            if ((from == 0 || !char.IsLetterOrDigit(text[from - 1])) && StartsWith(text[from..], phrase))
            {
                return true;
            }
        }
    }

    private static bool StartsWith(ReadOnlySpan<char> text, ReadOnlySpan<char> phrase)
    {
        var at = 0;
        for (var i = 0; i < phrase.Length; i++)
        {
            if (at == text.Length || !Matches(text[at], phrase[i]))
            {
                return false;
            }

            at++;
            while (IsGap(phrase[i]) && at < text.Length && IsGap(text[at]))
            {
                at++;
            }
        }

        return at == text.Length || !char.IsLetterOrDigit(text[at]);
    }

    private static bool Matches(char c, char wanted) =>
        IsGap(wanted) ? IsGap(c) : char.ToUpperInvariant(c) == char.ToUpperInvariant(wanted);

    private static bool IsGap(char c) => c is '-' or '_' || char.IsWhiteSpace(c);

    private void Append(string text)
    {
        if (!_hasGrown)
        {
            // "A fox." and ", watercolor" make one sentence.
            _length = Trimmed(_buffer[.._length]).Length;
            _hasGrown = true;
        }

        text.CopyTo(_buffer[_length..]);
        _length += text.Length;
    }
}
