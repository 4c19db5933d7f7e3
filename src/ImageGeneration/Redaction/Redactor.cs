using System.Buffers;
using System.Text;

namespace ImageGeneration.Redaction;

/// <summary>Removes what must not be shown from texts, in every usual form and even when only a part of it is there. Each text is searched
/// once, however many secrets there are.</summary>
/// <remarks>Every four letters of every form are in an index; where a text has such four, as much as fits is compared.</remarks>
internal sealed class Redactor
{
    private const int Gram = 4;

    // The same four letters may occur in many places of a long prompt; the next ones will differ.
    private const int MaxCandidates = 8;

    private const int MaxToken = 512;

    private const char Separator = '\0';

    private static readonly SearchValues<char> Encoded =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-%");

    private readonly List<SensitiveForm> _forms = [];
    private readonly List<int> _starts = [];
    private readonly Dictionary<ulong, int> _index = [];
    private readonly List<string> _keys = [];
    private readonly string _letters;
    private readonly int[] _next;

    public Redactor(IEnumerable<SensitiveForm> forms)
    {
        var letters = new StringBuilder();
        foreach (var form in forms)
        {
            if (!_forms.Exists(known => known.Letters == form.Letters))
            {
                _forms.Add(form);
                _keys.AddRange(form.IsKey ? [form.Letters] : []);
                _starts.Add(letters.Length);
                letters.Append(form.Letters).Append(Separator);
            }
        }

        _letters = letters.ToString();
        _next = new int[_letters.Length];
        _index.EnsureCapacity(_letters.Length);

        // From the end, so that the first position is searched first: a repetition is found as a whole.
        var gram = 0UL;
        for (var at = _letters.Length - 1; at >= 0; at--)
        {
            gram = (gram >> 16) | ((ulong)_letters[at] << 48);
            if (at <= _letters.Length - Gram && !_letters.AsSpan(at, Gram).Contains(Separator))
            {
                _next[at] = _index.TryGetValue(gram, out var known) ? known : -1;
                _index[gram] = at;
            }
        }
    }

    /// <summary>Determines whether a text contains something that must not be shown.</summary>
    public bool IsIn(string text) => MayBeIn(text) && Find(text).Count > 0;

    /// <summary>Returns the text without what must not be shown.</summary>
    public string Redact(string text)
    {
        if (!MayBeIn(text) || Find(text) is not { Count: > 0 } found)
        {
            return text;
        }

        var shown = new StringBuilder(text.Length);
        var at = 0;
        foreach (var (start, end, instead) in found)
        {
            // A key that is shown by its ends has been found by its beginning, too.
            if (start >= at)
            {
                shown.Append(text, at, start - at).Append(instead);
            }

            at = Math.Max(at, end);
        }

        return shown.Append(text, at, text.Length - at).ToString();
    }

    // Hardly any text contains a secret, and then it is only read.
    private bool MayBeIn(ReadOnlySpan<char> text)
    {
        if (_index.Count == 0)
        {
            return false;
        }

        if (EscapedCharacter.MayBeIn(text))
        {
            return true;
        }

        var (gram, count) = (0UL, 0);
        foreach (var character in text)
        {
            if (DecodedText.Fold(character) is not '\0' and var letter)
            {
                gram = (gram << 16) | letter;
                if (++count >= Gram && _index.ContainsKey(gram))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private List<(int Start, int End, string Instead)> Find(string text)
    {
        var found = new List<(int, int, string)>();
        using var decoded = DecodedText.Decode(text);
        var letters = decoded.Letters;
        var gram = 0UL;
        var next = 0;
        for (var end = 1; end <= letters.Length; end++)
        {
            gram = (gram << 16) | letters[end - 1];
            var at = end - Gram;
            if (at >= next && _index.TryGetValue(gram, out var place) && Longest(text, decoded, at, place) is ({ } form, var length))
            {
                next = at + length;
                var (first, last) = (decoded.Start(at), decoded.End(next - 1));
                found.Add(form.IsEncoded ? WholeToken(text, first, last, form.Instead) : (first, last, form.Instead));
            }
        }

        foreach (var masked in _keys.Count > 0 ? MaskedKey.Find(text, _keys) : [])
        {
            found.Add((masked.Start.Value, masked.End.Value, _forms[0].Instead));
        }

        found.Sort(static (one, other) => one.Item1.CompareTo(other.Item1));
        return found;
    }

    private (SensitiveForm? Form, int Length) Longest(string text, DecodedText decoded, int at, int place)
    {
        (SensitiveForm? Form, int Length) best = default;
        var rest = decoded.Letters[at..];
        for (var candidates = 0; place >= 0 && candidates < MaxCandidates; candidates++, place = _next[place])
        {
            var length = rest.CommonPrefixLength(_letters.AsSpan(place));
            if (length > best.Length)
            {
                var (form, offset) = FormAt(place);
                var isCut = IsCut(text.AsSpan(decoded.End(at + length - 1)));
                if (form.IsGivenAway(offset, decoded, at, length, isCut))
                {
                    best = (form, length);
                }
            }
        }

        return best;
    }

    private (SensitiveForm Form, int Offset) FormAt(int place)
    {
        var index = _starts.BinarySearch(place);
        index = index < 0 ? ~index - 1 : index;
        return (_forms[index], place - _starts[index]);
    }

    // What is encoded with it says how it was encoded, and shares a character with it at either end.
    private static (int Start, int End, string Instead) WholeToken(string text, int first, int last, string instead)
    {
        var (from, to) = (Math.Max(0, first - MaxToken), Math.Min(text.Length, last + MaxToken));
        var before = text.AsSpan(from..first).LastIndexOfAnyExcept(Encoded);
        var after = text.AsSpan(last..to).IndexOfAnyExcept(Encoded);
        return (from + before + 1, after < 0 ? to : last + after, instead);
    }

    private static bool IsCut(ReadOnlySpan<char> after) =>
        after[..Math.Min(after.Length, 8)].TrimStart(' ') is ['…', ..] or ['.', '.', '.', ..];
}
