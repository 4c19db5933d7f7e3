using System.Globalization;
using System.Text.Json;

namespace ImageGeneration.Json;

/// <summary>Reads the values of a request as web clients write them; an exception for any other value names the member.</summary>
internal static class JsonValues
{
    /// <summary>Reads the value at the position of a reader.</summary>
    public delegate T ValueReader<T>(ref Utf8JsonReader reader, string member);

    extension(ref Utf8JsonReader reader)
    {
        public bool IsNull => reader.TokenType == JsonTokenType.Null;
    }

    public static JsonException Expected(string member, string what) => new($"{MemberName.Shown(member)}: {what} is expected.");

    public static string? Text(ref this Utf8JsonReader reader, string member) =>
        reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => reader.GetString(),
            _ => throw Expected(member, "a text"),
        };

    public static string Required(ref Utf8JsonReader reader, string member) => reader.Text(member) ?? throw Expected(member, "a text");

    public static JsonElement Any(ref Utf8JsonReader reader, string member) => JsonElement.ParseValue(ref reader);

    public static double Real(ref this Utf8JsonReader reader, string member) => reader.AsReal() ?? throw Expected(member, "a number");

    public static long Whole(ref this Utf8JsonReader reader, string member, long max)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var exact) && exact >= -max && exact <= max)
        {
            return exact;
        }

        return reader.AsReal() is { } number && number == Math.Floor(number) && Math.Abs(number) < Math.Min(max, 9e15)
            ? (long)number
            : throw Expected(member, "a whole number");
    }

    public static TEnum? Word<TEnum>(ref this Utf8JsonReader reader, string member)
        where TEnum : struct, Enum
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        try
        {
            return EnumWords<TEnum>.Read(reader.Text(member));
        }
        catch (JsonException exception)
        {
            throw new JsonException($"{member}: {exception.Message}", exception);
        }
    }

    public static IReadOnlyList<TEnum> Words<TEnum>(ref this Utf8JsonReader reader, string member)
        where TEnum : struct, Enum
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return [];
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw Expected(member, "a list of words");
        }

        var words = new List<TEnum>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            words.Add(reader.Word<TEnum>(member) ?? throw Expected(member, "a word"));
        }

        return words;
    }

    public static IReadOnlyDictionary<string, T>? Table<T>(ref this Utf8JsonReader reader, string member, ValueReader<T> read)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Expected(member, "an object");
        }

        var table = new Dictionary<string, T>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (!table.TryAdd(name, read(ref reader, $"{member}.{name}")))
            {
                throw new JsonException($"{member} names '{MemberName.Shown(name)}' twice.");
            }
        }

        return table;
    }

    // The web defaults of the framework read numbers from texts too.
    private static double? AsReal(ref this Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && double.IsFinite(number) ? number
        : reader.TokenType == JsonTokenType.String
            && double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
            && double.IsFinite(parsed) ? parsed
        : null;
}
