using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using ImageGeneration.Transport;

namespace ImageGeneration.Json;

/// <summary>Converts a link to JSON and back, to the letter.</summary>
/// <remarks>Public because the source-generated context of an application creates one; not meant to be called.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LinkJsonConverter : JsonConverter<Uri>
{
    /// <inheritdoc/>
    public override Uri? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new JsonException();
        return ForeignLink.Parse(text) ?? (Uri.TryCreate(text, UriKind.Relative, out var path) ? path : throw new JsonException());
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Uri value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.OriginalString);
}
