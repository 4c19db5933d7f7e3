using System.Runtime.InteropServices;
using System.Text.Json;

namespace ImageGeneration.Simulator.Catalogue;

/// <summary>The text of a JSON value as bytes of its own.</summary>
internal static class JsonBytes
{
    public static ReadOnlyMemory<byte> Of(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).ToArray();
}
