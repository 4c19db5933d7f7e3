using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageGeneration.Simulator.Hosting;

/// <summary>Builds JSON, and writes it as the providers do: only what must be escaped is escaped.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> ToUtf8(this JsonNode? json)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, Relaxed);
        if (json is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            json.WriteTo(writer);
        }

        writer.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Returns the text of a value as it came, as bytes of its own.</summary>
    public static ReadOnlyMemory<byte> ToUtf8(this JsonElement json) => JsonMarshal.GetRawUtf8Value(json).ToArray();

    public static JsonArray ToJsonArray(this IEnumerable<JsonNode?> items) => new([.. items]);

    public static JsonArray ToJsonArray(this IEnumerable<string> items) => items.Select(item => (JsonNode?)item).ToJsonArray();

    public static JsonObject AddIf(this JsonObject json, bool condition, string name, JsonNode? value)
    {
        if (condition)
        {
            json[name] = value;
        }

        return json;
    }

    /// <summary>Returns the name of an enumeration's value as the simulator's own JSON spells it.</summary>
    public static string ToWord<T>(this T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
