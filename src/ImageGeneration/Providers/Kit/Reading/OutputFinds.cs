using System.Runtime.InteropServices;
using System.Text.Json;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Collects the images of an output, the best kind of them that there is: those named as results, otherwise those whose bytes or
/// extensions prove them, otherwise helpers such as previews. Each counts once, and few more are kept than were requested.</summary>
/// <param name="wanted">The number of images that were requested.</param>
internal sealed class OutputFinds(int wanted)
{
    // Enough for a model that always makes four, and to see that there were more.
    private const int Margin = 4;
    private const int MaxNames = 5;

    private readonly List<OutputFind> _finds = new(Math.Clamp(wanted, 1, Margin));
    private SortedSet<string>? _leftOut;
    private int _first;
    private int _leftOutLinks;

    public int Max { get; } = Math.Max(1, wanted) + Margin;

    public OutputRank Rank { get; private set; } = OutputRank.None;

    /// <summary>Gets the number of finds and duplicates: when it grew, a member contained an image.</summary>
    public int Hits { get; private set; }

    /// <summary>Gets the number of images beyond <see cref="Max"/>.</summary>
    public int More { get; private set; }

    /// <summary>Whether a single flag for several images was set.</summary>
    public bool IsOneOfSeveralFlagged { get; set; }

    /// <summary>Gets the location of an image that cannot be fetched, such as <c>an s3:// address in url</c>; null when there is
    /// none.</summary>
    public string? Unreachable { get; set; }

    /// <summary>Gets the mark that the next find will have: marks grow, even when worse finds are dropped for better ones.</summary>
    public int Next => _first + _finds.Count;

    public bool IsFull(OutputRank rank) => Count(rank) >= Max;

    /// <summary>Determines whether images of a rank are of use: those that only prove themselves fill up missing named ones.</summary>
    public bool IsWanted(OutputRank rank) =>
        rank == OutputRank.Named
        || (rank == OutputRank.Proven && (Rank != OutputRank.Named || Count(OutputRank.Named) < wanted))
        || (rank == OutputRank.Helper && Rank >= OutputRank.Helper);

    /// <summary>Gets the finds from a mark on.</summary>
    public Span<OutputFind> Since(int mark) => CollectionsMarshal.AsSpan(_finds)[Math.Clamp(mark - _first, 0, _finds.Count)..];

    /// <returns><see langword="false"/> if the image does not count.</returns>
    public bool Add(GeneratedImage image, OutputRank rank, int place, JsonElement source)
    {
        if (!IsWanted(rank))
        {
            return false;
        }

        Hits++;
        if (Rank == OutputRank.Helper && rank < Rank)
        {
            _first += _finds.Count;
            _finds.Clear();
            More = 0;
        }

        Rank = rank < Rank ? rank : Rank;
        foreach (ref var find in CollectionsMarshal.AsSpan(_finds))
        {
            if (IsSame(find.Image, image))
            {
                find = find.Rank > rank ? find with { Rank = rank, Place = place } : find;
                return false;
            }
        }

        if (IsFull(rank))
        {
            More++;
            return false;
        }

        _finds.Add(new(image, rank, place, source));
        return true;
    }

    /// <summary>Determines whether the same text was found already.</summary>
    public bool IsKnown(ReadOnlySpan<byte> payload, OutputRank rank, ReplyTexts texts)
    {
        foreach (var find in _finds)
        {
            if (find.Rank <= rank && find.Source.ValueKind == JsonValueKind.String
                && OutputFind.Payload(find.Source, texts).SequenceEqual(payload))
            {
                Hits++;
                return true;
            }
        }

        return false;
    }

    public void CountMore() => (Hits, More) = (Hits + 1, More + 1);

    /// <summary>Adds an image that was withheld, at its position.</summary>
    public void AddWithheld(int place)
    {
        if (_finds.Count < wanted)
        {
            var at = _finds.FindIndex(find => find.Place > place);
            _finds.Insert(at < 0 ? _finds.Count : at, new(new() { Outcome = ImageOutcome.Filtered }, OutputRank.Named, place, default));
            Rank = OutputRank.Named;
        }
    }

    /// <summary>Drops the links of an object with enough images as bytes, as they repeat those images.</summary>
    public void DropCopies(int mark)
    {
        var bytes = 0;
        foreach (var find in Since(mark))
        {
            bytes += find.Image.Bytes is null ? 0 : 1;
        }

        if (bytes > 0 && bytes >= wanted)
        {
            var from = Math.Max(0, mark - _first);
            for (var i = _finds.Count - 1; i >= from; i--)
            {
                if (_finds[i].Image.Url is not null)
                {
                    _finds.RemoveAt(i);
                }
            }
        }
    }

    /// <summary>Records a link that is no image.</summary>
    public void LeaveOut(string? name)
    {
        _leftOutLinks++;
        _leftOut ??= new(StringComparer.Ordinal);
        if (name is not null && _leftOut.Count < MaxNames)
        {
            _leftOut.Add(name);
        }
    }

    public FoundImages ToImages(string provider)
    {
        DropSpares();
        var images = new List<GeneratedImage>(_finds.Count);
        foreach (var find in _finds)
        {
            images.Add(find.Image);
        }

        return new(images, [.. Warnings(provider)], Rank == OutputRank.Helper, Unreachable)
        {
            AreLinksToAnything = Rank == OutputRank.Proven && images.TrueForAll(image => image is { Url: not null, MediaType: null }),
        };
    }

    // What only proves itself is there for what is missing of the named.
    private void DropSpares()
    {
        var spare = Rank == OutputRank.Named ? wanted - Count(OutputRank.Named) : int.MaxValue;
        for (var i = 0; i < _finds.Count; i++)
        {
            if (_finds[i].Rank == OutputRank.Proven && spare-- <= 0)
            {
                _finds.RemoveAt(i--);
            }
        }
    }

    private int Count(OutputRank rank)
    {
        var count = 0;
        foreach (var find in _finds)
        {
            count += find.Rank == rank ? 1 : 0;
        }

        return count;
    }

    private IEnumerable<string> Warnings(string provider)
    {
        if (_finds.Count == 0)
        {
            yield break;
        }

        if (_leftOutLinks > 0)
        {
            var names = _leftOut is not { Count: > 0 } ? "" : $" ({string.Join(", ", _leftOut)})";
            yield return $"{provider}: {_leftOutLinks} link(s) in the output that are no images were left out{names}.";
        }

        if (_finds.Count + More > Math.Max(1, wanted))
        {
            var rest = More > 0 ? $", {More} of them were left out" : "";
            yield return $"{provider}: a job made {_finds.Count + More} images instead of {wanted}{rest}.";
        }

        if (Rank == OutputRank.Helper)
        {
            yield return $"{provider}: the output holds only images named as previews, masks or the like; they were delivered.";
        }

        if (IsOneOfSeveralFlagged)
        {
            yield return $"{provider}: its content filter flagged one of several images and does not say which.";
        }
    }

    private static bool IsSame(GeneratedImage one, GeneratedImage other) =>
        one.Url is { } url ? other.Url is { } link && OutputLink.IsSameFile(url, link)
        : other.Url is null && one.Bytes is { } bytes && other.Bytes is { } others && bytes.Span.SequenceEqual(others.Span);
}
