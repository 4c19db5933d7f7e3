using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageGeneration.Json;

/// <summary>Converts a duration to a number of seconds in JSON, in members whose names end with <c>Seconds</c>, and back; a text with a
/// unit (<c>90s</c>), or <c>hh:mm:ss</c>, is read too.</summary>
/// <remarks>Public because the source-generated context of an application creates one; not meant to be called.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SecondsJsonConverter : JsonConverter<TimeSpan>
{
    /// <inheritdoc/>
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var seconds)
            && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return reader.TokenType == JsonTokenType.String && DurationText.Parse(reader.GetString()!) is { } span
            ? span
            : throw new JsonException($"A duration is expected: a number of seconds, or {DurationText.Forms}.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.TotalSeconds);
}
