using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageGeneration.Json;

/// <summary>Enums as the snake-case words of the JSON contract (<c>oil_painting</c>), whatever the serializer's own options say.</summary>
/// <remarks>Public because an application's own source-generated context makes one; not meant to be called.</remarks>
/// <typeparam name="TEnum">The enum.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SnakeCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
