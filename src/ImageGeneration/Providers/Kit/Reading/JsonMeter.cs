using System.Buffers;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Measures JSON as it comes in, before it is parsed: a document takes twelve bytes and more for each value in it, however short,
/// so that a small compressed body could become a gigabyte.</summary>
/// <remarks>It counts opening, closing and separating characters, which are never fewer than the values. Text that is no JSON is measured
/// wrongly, and never parsed.</remarks>
internal struct JsonMeter
{
    public const int MaxDepth = 64;

    /// <summary>The maximum number of such characters: several times what a page of a hundred predictions or a model's schema
    /// has.</summary>
    public const int MaxMarks = 150_000;

    /// <summary>The maximum number of bytes besides images.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    // The length of a small image: a batch of those must not be taken for JSON.
    private const int MinImageLength = 4 * 1024;

    private static readonly SearchValues<byte> Marks = SearchValues.Create("\"{}[],:"u8);
    private static readonly SearchValues<byte> TextEnds = SearchValues.Create("\"\\"u8);

    private int _at;
    private int _marks;
    private int _depth;
    private int _pictures;
    private int? _text;

    /// <summary>Describes what is wrong with a whole document; returns null when nothing is.</summary>
    public static string? ProblemOf(ReadOnlySpan<byte> json) => new JsonMeter().Read(json);

    /// <summary>Continues where the last call ended.</summary>
    /// <param name="json">All that has come so far.</param>
    /// <returns>What is wrong with it, in words that follow "an answer"; null when nothing is.</returns>
    public string? Read(ReadOnlySpan<byte> json)
    {
        while (_at < json.Length)
        {
            var step = json[_at..].IndexOfAny(_text is null ? Marks : TextEnds);
            if (step < 0)
            {
                _at = json.Length;
                break;
            }

            _at += step + 1;
            Note(json[_at - 1], json);
            if (_depth > MaxDepth)
            {
                return $"nested more than {MaxDepth} deep";
            }

            if (_marks > MaxMarks)
            {
                return $"with more than {MaxMarks} JSON values and divisions";
            }
        }

        var isPicture = _text is { } start && IsPicture(json[start..]);
        return Math.Min(_at, json.Length) - _pictures - (isPicture ? json.Length - _text!.Value : 0) > MaxBytes
            ? $"with more than {MaxBytes / (1024 * 1024)} MiB of JSON besides images"
            : null;
    }

    private void Note(byte mark, ReadOnlySpan<byte> json)
    {
        switch (mark)
        {
            case (byte)'\\':
                _at++;
                return;
            case (byte)'"' when _text is { } start:
                var text = json[start..(_at - 1)];
                _pictures += IsPicture(text) ? text.Length : 0;
                _text = null;
                return;
            case (byte)'"':
                _text = _at;
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                break;
            case (byte)'}' or (byte)']':
                _depth--;
                break;
        }

        _marks++;
    }

    private static bool IsPicture(ReadOnlySpan<byte> text) => text.Length >= MinImageLength && ReplyTexts.IsData(text);
}
