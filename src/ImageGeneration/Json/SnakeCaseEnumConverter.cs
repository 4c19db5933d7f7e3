using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageGeneration.Json;

/// <summary>Enums as the snake-case words of the JSON contract (<c>oil_painting</c>), whatever the serializer's own options say.</summary>
internal sealed class SnakeCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
