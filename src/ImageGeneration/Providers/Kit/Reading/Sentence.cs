using System.Runtime.InteropServices;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Holds the words of a sentence, in lower case.</summary>
internal sealed class Sentence
{
    private readonly List<char> _letters;
    private readonly List<int> _ends;

    public Sentence()
        : this([], [])
    {
    }

    private Sentence(List<char> letters, List<int> ends) => (_letters, _ends) = (letters, ends);

    /// <summary>Gets the number of words.</summary>
    public int Count => _ends.Count;

    public ReadOnlySpan<char> this[int word] => CollectionsMarshal.AsSpan(_letters)[(word == 0 ? 0 : _ends[word - 1]).._ends[word]];

    /// <summary>Determines whether the sentence contains the words of another one, in a row.</summary>
    public bool Contains(Sentence other)
    {
        for (var at = 0; at + other.Count <= Count; at++)
        {
            var same = 0;
            while (same < other.Count && this[at + same].SequenceEqual(other[same]))
            {
                same++;
            }

            if (same == other.Count)
            {
                return true;
            }
        }

        return false;
    }

    public void Append(char letter) => _letters.Add(letter);

    public void EndWord()
    {
        if (_letters.Count > (_ends.Count == 0 ? 0 : _ends[^1]))
        {
            _ends.Add(_letters.Count);
        }
    }

    public void Clear()
    {
        _letters.Clear();
        _ends.Clear();
    }

    public Sentence Copy() => new([.. _letters], [.. _ends]);
}
