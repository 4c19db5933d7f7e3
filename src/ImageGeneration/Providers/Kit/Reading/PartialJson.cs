using System.Globalization;
using System.Text.Json;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Reads what an answer contained before it was interrupted: a job whose id was reported is neither lost nor bought
/// again.</summary>
internal static class PartialJson
{
    /// <summary>Reads a text, or a whole number, of the first level of a document that may be truncated; returns null when it is not there
    /// in full.</summary>
    public static string? ReadText(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name)
    {
        try
        {
            var reader = new Utf8JsonReader(document, isFinalBlock: false, default);
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals(name))
                {
                    return !reader.Read() ? null
                        : reader.TokenType == JsonTokenType.String ? reader.GetString()
                        : reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number)
                            ? number.ToString(CultureInfo.InvariantCulture)
                        : null;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or malformed before the name.
        }

        return null;
    }
}
