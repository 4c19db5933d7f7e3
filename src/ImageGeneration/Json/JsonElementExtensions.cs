using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ImageGeneration.Json;

/// <summary>Provides extension methods that read JSON and never throw: absent, null, of another type and malformed all count as "not
/// there".</summary>
internal static class JsonElementExtensions
{
    // A letter may be written as \u0041.
    private const int MaxEscape = 6;

    /// <summary>Gets a member; undefined when there is none.</summary>
    public static JsonElement Member(this JsonElement element, ReadOnlySpan<byte> name)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return default;
        }

        try
        {
            return element.TryGetProperty(name, out var member) ? member : default;
        }
        catch (InvalidOperationException)
        {
            // A neighbor's name is malformed UTF-8.
            return default;
        }
    }

    /// <summary>Determines whether a writer accepts the value: no text in it has half a surrogate pair or malformed UTF-8.</summary>
    public static bool IsWritable(this JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        if (!raw.Contains((byte)'\\') && Ascii.IsValid(raw))
        {
            return true;
        }

        try
        {
            using var writer = new Utf8JsonWriter(Stream.Null);
            element.WriteTo(writer);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Determines whether the value is absent, null, or an empty list or object.</summary>
    public static bool IsNothing(this JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => true,
            JsonValueKind.Object => !element.EnumerateObject().MoveNext(),
            JsonValueKind.Array => element.GetArrayLength() == 0,
            _ => false,
        };

    public static string? AsText(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Gets a short text; null when it is longer, which is determined without reading it.</summary>
    public static string? AsWord(this JsonElement element, int maxLength = 64) =>
        element.ValueKind == JsonValueKind.String && JsonMarshal.GetRawUtf8Value(element).Length <= 2 + (MaxEscape * maxLength)
        && element.AsText() is { } text && text.Length <= maxLength ? text : null;

    public static string? Text(this JsonElement element, ReadOnlySpan<byte> name) => element.Member(name).AsText();

    /// <summary>Gets a text, or a whole number as it was written: some services number their jobs.</summary>
    public static string? AsId(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out _) ? element.GetRawText() : element.AsText();

    public static double? AsNumber(this JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number)
        {
            return element.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;
        }

        return element.AsWord(32) is { } text
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) && double.IsFinite(parsed)
            ? parsed
            : null;
    }

    public static long? AsInteger(this JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number))
        {
            return number;
        }

        return element.AsNumber() is { } real && Math.Abs(real) < 9e15 && real == Math.Floor(real) ? (long)real : null;
    }

    public static decimal? AsMoney(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out var money) && money >= 0 ? money : null;

    public static DateTimeOffset? Time(this JsonElement element, ReadOnlySpan<byte> name)
    {
        var member = element.Member(name);
        if (member.ValueKind == JsonValueKind.String && JsonMarshal.GetRawUtf8Value(member).EndsWith("Z\""u8)
            && member.TryGetDateTimeOffset(out var utc))
        {
            return utc;
        }

        return member.AsWord() is { } text
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : null;
    }

    /// <summary>Gets a duration in a unit; null when it is absent, negative or absurd.</summary>
    public static TimeSpan? Duration(this JsonElement element, ReadOnlySpan<byte> name, TimeSpan unit) =>
        element.Member(name).AsNumber() is { } count && count >= 0 && count * unit.TotalDays < 3650 ? unit * count : null;
}
