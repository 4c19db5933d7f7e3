using System.Text.Json;
using ImageGeneration.Json;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Visits every value of an output, once, and within a bound.</summary>
/// <param name="finds">Collects the finds.</param>
/// <param name="texts">The long texts of the reply.</param>
/// <param name="isNamed">Whether the settings name this part: its members are results whatever they are called.</param>
/// <param name="cancellationToken">The token that ends the walk.</param>
internal sealed class OutputWalk(OutputFinds finds, ReplyTexts texts, bool isNamed, CancellationToken cancellationToken)
{
    private const int MaxDocuments = 4;
    private const int MaxSentences = 32;
    private const int MinLink = 10;
    private const int MinDocument = 20;
    private const int Passes = 4;
    private const double PartOfBudget = 0.5; // the rest is for the words of an error

    private readonly WalkSteps _steps = new(cancellationToken);
    private ReplyTexts _texts = texts;
    private JsonProperty _member;
    private int _documents;
    private int _sentences;
    private int _place;
    private bool _inList;
    private bool _hasItsImage;

    public void Visit(JsonElement value, OutputNameKind name, bool isItem = false)
    {
        if (!_steps.Take())
        {
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                VisitText(value, name, isItem);
                break;
            case JsonValueKind.Array:
                VisitList(value, name, default);
                break;
            case JsonValueKind.Object:
                VisitObject(value, name, isItem);
                break;
        }
    }

    private void VisitList(JsonElement list, OutputNameKind name, OutputSeeds told)
    {
        var wasInList = _inList;
        _inList = true;
        var at = 0;
        foreach (var item in list.EnumerateArray())
        {
            var place = _place;
            var isResult = at >= told.First && (told.Count is not { } count || at - told.First < count);
            Visit(item, isResult ? name : OutputNameKind.Helper.Within(name), isItem: true);

            // An image that was withheld or is a duplicate has had its seed, too.
            _place = !isResult ? place : item.ValueKind == JsonValueKind.Array ? _place : Math.Max(_place, place + 1);
            at++;
            if (!_steps.AreLeft)
            {
                break;
            }
        }

        _inList = wasInList;
    }

    private void VisitObject(JsonElement value, OutputNameKind outer, bool isItem)
    {
        var name = OutputItem.KindOf(value).Within(outer);
        if (name == OutputNameKind.Never && !isNamed)
        {
            return;
        }

        var (mark, place, hadItsImage) = (finds.Next, _place, _hasItsImage);
        var told = value.Member("info"u8).ValueKind == JsonValueKind.Undefined ? default : new OutputSeeds(value, _texts, finds.Max);
        var isMixed = false;
        for (var pass = 0; pass < Passes; pass++)
        {
            foreach (var member in value.EnumerateObject())
            {
                var kind = OutputItem.KindOf(value, member);
                if (Pass(kind, member.Value.ValueKind) != pass || !_steps.Take())
                {
                    continue;
                }

                _member = member;
                var (before, hits) = (finds.Next, finds.Hits);
                if (member.Value.ValueKind == JsonValueKind.Array)
                {
                    VisitList(member.Value, kind.Within(name), kind == OutputNameKind.Image ? told : default);
                }
                else
                {
                    Visit(member.Value, kind.Within(name));
                }

                isMixed |= IsMixed(finds.Since(before));
                // One entry of a list is one image, under the first name that holds one; image1 and image2 are two.
                _hasItsImage |= isItem && finds.Hits > hits && !OutputItem.IsNumbered(member);
            }
        }

        _hasItsImage = hadItsImage;
        if (!isMixed && !isItem)
        {
            finds.DropCopies(mark);
        }

        OutputItem.Describe(value, _texts, finds, mark, place, isItem);
    }

    // Lists of images first, as others repeat one of them; then what is named as an image, what names nothing, and the rest.
    private static int Pass(OutputNameKind name, JsonValueKind value) => (name, value) switch
    {
        (OutputNameKind.Image, JsonValueKind.Array or JsonValueKind.Object) => 0,
        (OutputNameKind.Image, _) => 1,
        (OutputNameKind.Neutral, _) => 2,
        _ => 3,
    };

    private static bool IsMixed(ReadOnlySpan<OutputFind> finds)
    {
        var (links, bytes) = (false, false);
        foreach (var find in finds)
        {
            links |= find.Image.Url is not null;
            bytes |= find.Image.Bytes is not null;
        }

        return links && bytes;
    }

    private void VisitText(JsonElement text, OutputNameKind name, bool isItem)
    {
        var length = _texts.Raw(text).Length;
        var rank = RankBytes(name);
        if ((name == OutputNameKind.Never && !isNamed) || length < MinLink
            || finds.IsKnown(OutputFind.Payload(text, _texts), rank, _texts))
        {
            return;
        }

        var isWanted = !_hasItsImage && finds.IsWanted(rank);
        if (isWanted && finds.IsFull(rank))
        {
            if (ImageText.LooksLikeOne(text, _texts))
            {
                finds.CountMore();
            }
        }
        else if (!ImageWords.AreLinks(_texts.Raw(text)[1..]) && ImageText.Read(text, _texts, isWanted) is { } image)
        {
            Add(image, image.Url is null ? rank : RankLink(image.Url, name), text);
        }
        else if (isWanted && length >= MinDocument && _documents < MaxDocuments && NestedJson.Read(text, _texts, PartOfBudget) is { } inner)
        {
            using (inner)
            {
                VisitDocument(inner, name, isItem);
            }
        }
        else if (!(isWanted && VisitWords(text, name)) && finds.Unreachable is null)
        {
            finds.Unreachable = OutputItem.Unreachable(_texts.Raw(text), _member);
        }
    }

    // Markdown, a sentence with a link, one link a line, what Python shows of a list.
    private bool VisitWords(JsonElement text, OutputNameKind name)
    {
        var hits = finds.Hits;
        if (!ImageWords.AreLikely(_texts.Raw(text)) || ++_sentences > MaxSentences)
        {
            return false;
        }

        using var words = ImageWords.Parse(text, _texts);
        var most = words.IsList ? OutputRank.Named : name == OutputNameKind.Unknown ? OutputRank.Helper : OutputRank.Proven;
        foreach (var word in words)
        {
            if (!_steps.Take())
            {
                break;
            }

            if (ImageText.Read(word.Span) is { } image
                && (words.IsList || image.Url is null || OutputLink.GetKind(image.Url) == OutputLinkKind.Image))
            {
                Add(image, Worse(most, image.Url is null ? RankBytes(name) : RankLink(image.Url, name)), default);
            }
        }

        return finds.Hits > hits;
    }

    private void VisitDocument(NestedJson inner, OutputNameKind name, bool isItem)
    {
        var (outer, member) = (_texts, _member);
        (_texts, _documents) = (inner.Texts, _documents + 1);
        Visit(inner.Root, name, isItem);
        (_texts, _documents, _member) = (outer, _documents - 1, member);
    }

    private void Add(GeneratedImage image, OutputRank rank, JsonElement text)
    {
        if (rank == OutputRank.None)
        {
            finds.LeaveOut(OutputMembers.NameOf(_member));
        }
        else if (!_hasItsImage && finds.Add(image, rank, _place, _documents == 0 ? text : default))
        {
            _place += _inList ? 0 : 1;
        }
    }

    private static OutputRank Worse(OutputRank one, OutputRank other) => one > other ? one : other;

    private OutputRank RankBytes(OutputNameKind name) =>
        isNamed || name <= OutputNameKind.Image ? OutputRank.Named
        : name == OutputNameKind.Unknown ? OutputRank.Proven
        : OutputRank.Helper;

    private OutputRank RankLink(Uri url, OutputNameKind name) =>
        isNamed ? OutputRank.Named
        : OutputLink.GetKind(url) is var link && link == OutputLinkKind.Other ? OutputRank.None
        : name == OutputNameKind.Unknown && link != OutputLinkKind.Image ? OutputRank.None
        : OutputLink.IsTemporary(url) || OutputName.IsHelperFile(OutputLink.File(url)) ? OutputRank.Helper
        // Where an image is named as one, an address that names nothing belongs to something else.
        : name == OutputNameKind.Neutral && link == OutputLinkKind.Open ? OutputRank.Proven
        : RankBytes(name);
}
