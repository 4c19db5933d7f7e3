namespace ImageGeneration.Simulator.Catalog;

/// <summary>Provides the sizes that FLUX makes of an aspect ratio at one megapixel.</summary>
internal static class AspectRatios
{
    private static readonly Dictionary<string, (int Width, int Height)> Sizes = new(StringComparer.Ordinal)
    {
        ["1:1"] = (1024, 1024),
        ["16:9"] = (1344, 768),
        ["21:9"] = (1536, 640),
        ["3:2"] = (1216, 832),
        ["2:3"] = (832, 1216),
        ["4:5"] = (896, 1088),
        ["5:4"] = (1088, 896),
        ["3:4"] = (896, 1152),
        ["4:3"] = (1152, 896),
        ["9:16"] = (768, 1344),
        ["9:21"] = (640, 1536),
    };

    public static string[] Names { get; } = [.. Sizes.Keys];

    public static bool TryFind(string ratio, out (int Width, int Height) size) => Sizes.TryGetValue(ratio, out size);
}
