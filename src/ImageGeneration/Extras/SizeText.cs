using System.Globalization;
using System.Text.Json;
using ImageGeneration.Json;

namespace ImageGeneration.Extras;

/// <summary>Reads a size as models spell it: <c>1024x1536</c>, <c>1024*1024</c>, <c>2K</c>, <c>0.5 MP</c>, <c>1080p</c>, <c>0.25</c>,
/// <c>1024</c>.</summary>
internal static class SizeText
{
    private const double Mega = 1024 * 1024;
    private const double MaxMegapixels = 64;

    /// <summary>Reads a size; returns null when it cannot be read.</summary>
    public static (double? Width, double? Height, double Area)? Read(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            return value.AsNumber() is > 0 and var number ? FromNumber(number) : null;
        }

        var text = value.AsText()?.Trim().ToLowerInvariant().Replace('×', 'x').Replace('*', 'x');
        if (text is not { Length: > 0 and < 24 })
        {
            return null;
        }

        if (text.Split('x') is [var left, var right])
        {
            return Number(left) is { } width && Number(right) is { } height ? (width, height, width * height) : null;
        }

        return text switch
        {
            [.. var k, 'k'] => Number(k) is { } thousands ? (null, null, thousands * thousands * Mega) : null,
            [.. var p, 'p'] when !p.EndsWith('m') => Number(p) is { } lines ? (null, null, lines * lines * 16 / 9) : null,
            [.. var mp, 'm', 'p'] => Number(mp) is { } megapixels ? (null, null, megapixels * Mega) : null,
            _ => Number(text) is { } number ? FromNumber(number) : null,
        };
    }

    /// <summary>Determines whether a text leaves the size as it is.</summary>
    public static bool IsLeftToTheModel(JsonElement value) =>
        value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
        || value.AsText()?.Trim().ToLowerInvariant() is "" or "none" or "auto" or "default" or "match_input_image";

    // Few pixels make no image: a small number counts megapixels, a large one is a side.
    private static (double? Width, double? Height, double Area) FromNumber(double number) =>
        number <= MaxMegapixels ? (null, null, number * Mega) : (null, null, number * number);

    private static double? Number(string text) =>
        double.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number is > 0 and < 1e6
            ? number
            : null;
}
