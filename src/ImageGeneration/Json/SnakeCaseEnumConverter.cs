using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageGeneration.Json;

/// <summary>Converts an enum to the snake-case name of the JSON contract (<c>oil_painting</c>), whatever the serializer's own options say,
/// and back; read in any case, with or without <c>_</c> and <c>-</c>.</summary>
/// <remarks>Public because the source-generated context of an application creates one; not meant to be called.</remarks>
/// <typeparam name="TEnum">The type of the enum.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SnakeCaseEnumConverter<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    /// <inheritdoc/>
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EnumWords<TEnum>.Read(reader.TokenType == JsonTokenType.String ? reader.GetString() : null);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
        writer.WriteStringValue(EnumWords<TEnum>.For(value));

    /// <inheritdoc/>
    public override TEnum ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EnumWords<TEnum>.Read(reader.GetString());

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
        writer.WritePropertyName(EnumWords<TEnum>.For(value));
}
