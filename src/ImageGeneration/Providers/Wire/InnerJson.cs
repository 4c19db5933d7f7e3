using System.Text.Json;
using ImageGeneration.Providers.Http;

namespace ImageGeneration.Providers.Wire;

/// <summary>A JSON document inside a text: some handlers return what <c>json.dumps</c> gave them.</summary>
internal sealed class InnerJson : IDisposable
{
    private readonly ReplyBuffer _buffer;
    private readonly JsonDocument _document;
    private readonly LongTexts _texts;

    private InnerJson(ReplyBuffer buffer, JsonDocument document, LongTexts texts) =>
        (_buffer, _document, _texts) = (buffer, document, texts);

    public JsonElement Root => _document.RootElement;

    public LongTexts Texts => _texts;

    /// <summary>The text begins like a document.</summary>
    public static bool BeginsAt(JsonElement text, LongTexts texts) => Begins(texts.Raw(text));

    /// <summary>Reads it; null when the text is none.</summary>
    /// <param name="text">Any JSON value.</param>
    /// <param name="texts">The long texts of the reply.</param>
    public static InnerJson? Read(JsonElement text, LongTexts texts)
    {
        if (text.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var raw = texts.Raw(text);
        if (!Begins(raw))
        {
            return null;
        }

        var buffer = new ReplyBuffer();
        try
        {
            buffer.Grow(raw.Length);
            var reader = new Utf8JsonReader(raw);
            var length = reader.Read() ? reader.CopyString(buffer.Memory.Span) : 0;
            if (LenientJson.Parse(buffer.Memory[..length], length > ReplyBuffer.MostPooled, out var inner) is { } document)
            {
                return new(buffer, document, inner);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Malformed UTF-8 or a lone surrogate.
        }

        // It only begins like one.
        buffer.Dispose();
        return null;
    }

    private static bool Begins(ReadOnlySpan<byte> raw) => raw[1..].TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    public void Dispose()
    {
        _document.Dispose();
        _buffer.Dispose();
    }
}
