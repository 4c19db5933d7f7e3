using System.Text;
using System.Text.Json;

namespace ImageGeneration.Providers.Wire;

/// <summary>The seeds a worker reports beside its images: <c>seed</c>, <c>seeds</c>, or A1111's <c>info</c>, a JSON document in a
/// string.</summary>
internal readonly struct OutputSeeds
{
    private const int MaxInfoLength = 64 * 1024;

    private readonly long? _seed;
    private readonly long[] _seeds = [];

    public OutputSeeds(JsonElement output)
    {
        _seed = output.Member("seed"u8).AsInteger();
        _seeds = List(output.Member("seeds"u8));
        if (_seed is null && _seeds.Length == 0 && output.Text("info"u8) is { Length: > 0 and < MaxInfoLength } info)
        {
            using var document = LenientJson.Parse(Encoding.UTF8.GetBytes(info));
            var told = document?.RootElement ?? default;
            _seed = told.Member("seed"u8).AsInteger();
            _seeds = List(told.Member("all_seeds"u8));
        }
    }

    public long? Of(int image) => image < _seeds.Length ? _seeds[image] : _seed;

    private static long[] List(JsonElement seeds)
    {
        if (seeds.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        var list = new List<long>();
        foreach (var seed in seeds.EnumerateArray())
        {
            if (seed.AsInteger() is not { } value || list.Count == 64)
            {
                break;
            }

            list.Add(value);
        }

        return [.. list];
    }
}
