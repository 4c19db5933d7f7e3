using System.Text.Json;
using ImageGeneration.Json;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Reads what a worker reports beside a list of images: <c>seed</c>, <c>seeds</c>, or A1111's <c>info</c>, a JSON document in a
/// string, which also distinguishes the images from the grid before them and the detection maps after them.</summary>
internal readonly struct OutputSeeds
{
    private readonly long? _seed;
    private readonly long[] _seeds = [];

    /// <param name="output">An object with images in it.</param>
    /// <param name="texts">The texts of the reply.</param>
    /// <param name="max">The maximum number of seeds to read.</param>
    public OutputSeeds(JsonElement output, ReplyTexts texts, int max)
    {
        _seed = output.Member("seed"u8).AsInteger();
        _seeds = List(output.Member("seeds"u8), max);
        var info = output.Member("info"u8);
        if (info.ValueKind == JsonValueKind.Object)
        {
            (_seed, _seeds, First, Count) = FromInfo(info, max);
        }
        else if (info.ValueKind == JsonValueKind.String)
        {
            using var document = NestedJson.Read(info, texts);
            if (document is not null)
            {
                (_seed, _seeds, First, Count) = FromInfo(document.Root, max);
            }
        }
    }

    /// <summary>Gets the position of the first result among the images: a grid of all may precede it.</summary>
    public int First { get; }

    /// <summary>Gets the number of results from there on; the maps of ControlNet follow. Null when it is not reported.</summary>
    public int? Count { get; }

    /// <summary>Gets the seed of a result.</summary>
    public long? GetSeed(int image) => image >= 0 && image < _seeds.Length ? _seeds[image] : _seed;

    private (long? Seed, long[] Seeds, int First, int? Count) FromInfo(JsonElement info, int max)
    {
        var all = info.Member("all_seeds"u8);
        return (
            _seed ?? info.Member("seed"u8).AsInteger(),
            _seeds.Length > 0 ? _seeds : List(all, max),
            info.Member("index_of_first_image"u8).AsInteger() is > 0 and < 100 and var first ? (int)first : 0,
            all.ValueKind == JsonValueKind.Array && all.GetArrayLength() > 0 ? all.GetArrayLength() : null);
    }

    private static long[] List(JsonElement seeds, int max)
    {
        if (seeds.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        var list = new List<long>();
        foreach (var seed in seeds.EnumerateArray())
        {
            if (seed.AsInteger() is not { } value || list.Count == max)
            {
                break;
            }

            list.Add(value);
        }

        return [.. list];
    }
}
