namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Splits a name into words, in lower case: <c>outputImageURL_2</c> has three. Digits are no words.</summary>
internal ref struct OutputWords(ReadOnlySpan<char> name, Span<char> buffer)
{
    public const int MaxLength = 32;

    private readonly Span<char> _buffer = buffer;
    private ReadOnlySpan<char> _rest = name;

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly OutputWords GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_rest.Length > 0 && !char.IsLetter(_rest[0]))
        {
            _rest = _rest[1..];
        }

        var length = 0;
        while (length < _rest.Length && char.IsLetter(_rest[length])
            && (length == 0 || !char.IsUpper(_rest[length]) || char.IsUpper(_rest[length - 1])))
        {
            length++;
        }

        var word = _rest[..Math.Min(length, _buffer.Length)];
        word.ToLowerInvariant(_buffer);
        Current = _buffer[..word.Length];
        _rest = _rest[length..];
        return length > 0;
    }
}
