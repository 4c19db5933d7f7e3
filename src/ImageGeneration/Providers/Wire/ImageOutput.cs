using System.Text.Json;

namespace ImageGeneration.Providers.Wire;

/// <summary>Finds the images in a worker's output, whatever its author called them; the same image twice counts once.</summary>
internal sealed class ImageOutput
{
    // No worker makes more; a hostile reply must not grow in memory.
    private const int MaxImages = 64;
    private const int MaxDepth = 4;
    private const int MaxLabelBytes = 200;

    private readonly LongTexts _texts;
    private readonly List<GeneratedImage> _images = [];
    private readonly List<JsonElement> _sources = [];
    private readonly List<int> _places = [];
    private int _duplicates;
    private int _place;
    private bool _inList;

    private ImageOutput(LongTexts texts) => _texts = texts;

    /// <summary>Reads them, each with its seed as far as told.</summary>
    public static List<GeneratedImage> Read(JsonElement output, LongTexts texts = default) => Read(output, texts, 0);

    private static List<GeneratedImage> Read(JsonElement output, LongTexts texts, int depth)
    {
        var reader = new ImageOutput(texts);
        reader.Visit(output, null, depth);
        var seeds = new OutputSeeds(output);
        var images = reader._images;
        for (var i = 0; i < images.Count; i++)
        {
            if (images[i].Seed is null && seeds.Of(reader._places[i]) is { } seed)
            {
                images[i] = images[i] with { Seed = seed };
            }
        }

        return images;
    }

    private void Visit(JsonElement value, long? seed, int depth)
    {
        if (depth > MaxDepth)
        {
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                Add(value, seed, depth);
                break;
            case JsonValueKind.Array:
                var wasInList = _inList;
                _inList = true;
                foreach (var item in value.EnumerateArray())
                {
                    var place = _place;
                    if (item.ValueKind == JsonValueKind.Object)
                    {
                        VisitItem(item, depth + 1);
                    }
                    else
                    {
                        Visit(item, seed, depth + 1);
                    }

                    // A picture that was withheld or comes twice has had its seed, too.
                    _place = item.ValueKind == JsonValueKind.Array ? _place : Math.Max(_place, place + 1);
                }

                _inList = wasInList;
                break;
            case JsonValueKind.Object:
                VisitObject(value, seed, depth + 1);
                break;
        }
    }

    private void VisitObject(JsonElement output, long? seed, int depth)
    {
        Visit(output.Member("images"u8), seed, depth);
        Visit(output.Member("image_url"u8), seed, depth);
        Visit(output.Member("result"u8), seed, depth);
        Visit(output.Member("image"u8), seed, depth);
        Visit(output.Member("image_base64"u8), seed, depth);
        Visit(output.Member("data_url"u8), seed, depth);
        Visit(output.Member("url"u8), seed, depth);
        Visit(output.Member("data"u8), seed, depth);
        Visit(output.Member("base64"u8), seed, depth);
        Visit(output.Member("b64_json"u8), seed, depth);
        if (string.Equals(output.Text("status"u8), "success", StringComparison.OrdinalIgnoreCase))
        {
            Visit(output.Member("message"u8), seed, depth);
        }
    }

    // One entry of a list is one image, under the first name that holds one.
    private void VisitItem(JsonElement item, int depth)
    {
        var seed = item.Member("seed"u8).AsInteger();
        var before = _images.Count + _duplicates;
        foreach (var source in (ReadOnlySpan<JsonElement>)
            [
                item.Member("data"u8), item.Member("image"u8), item.Member("url"u8), item.Member("image_url"u8),
                item.Member("base64"u8), item.Member("b64_json"u8),
            ])
        {
            Visit(source, seed, depth);
            if (_images.Count + _duplicates > before)
            {
                return;
            }
        }

        Visit(item.Member("images"u8), seed, depth);
    }

    private void Add(JsonElement text, long? seed, int depth)
    {
        if (_images.Count >= MaxImages)
        {
            return;
        }

        var payload = Payload(text);
        foreach (var source in _sources)
        {
            if (Payload(source).SequenceEqual(payload))
            {
                _duplicates++;
                return;
            }
        }

        if (ImageText.Read(text, bareBase64: true, _texts) is { } image)
        {
            _sources.Add(text);
            Take(seed is null ? image : image with { Seed = seed });
        }
        else if (InnerJson.Read(text, _texts) is { } inner)
        {
            using (inner)
            {
                _sources.Add(text);
                foreach (var found in Read(inner.Root, inner.Texts, depth + 1))
                {
                    Take(found);
                }
            }
        }
    }

    // What differs as a text may be the same all the same: escaped, or within a document in a text.
    private void Take(GeneratedImage image)
    {
        if (_images.Exists(known => IsSame(known, image)))
        {
            _duplicates++;
        }
        else if (_images.Count < MaxImages)
        {
            _images.Add(image);
            _places.Add(_place);
            _place += _inList ? 0 : 1;
        }
    }

    private static bool IsSame(GeneratedImage one, GeneratedImage other) =>
        one.Url is { } url ? url.Equals(other.Url)
        : other.Url is null && one.Bytes is { } bytes && other.Bytes is { } others && bytes.Span.SequenceEqual(others.Span);

    // A data URI and the bare base64 of the same bytes are the same image.
    private ReadOnlySpan<byte> Payload(JsonElement text)
    {
        var raw = _texts.Raw(text)[1..^1];
        var label = raw[..Math.Min(raw.Length, MaxLabelBytes)].IndexOf(";base64,"u8);
        return label < 0 ? raw : raw[(label + ";base64,".Length)..];
    }
}
