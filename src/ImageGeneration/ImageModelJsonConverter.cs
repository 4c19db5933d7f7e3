using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageGeneration;

/// <summary>Converts a model to its name in JSON, and back.</summary>
/// <remarks>Public because the source-generated context of an application creates one; not meant to be called.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ImageModelJsonConverter : JsonConverter<ImageModel>
{
    /// <inheritdoc/>
    public override ImageModel Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var name = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return string.IsNullOrWhiteSpace(name)
            ? throw new JsonException("model: a model name such as \"flux1\" or \"sdxl\" is expected.")
            : new(name);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ImageModel value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name);
}
