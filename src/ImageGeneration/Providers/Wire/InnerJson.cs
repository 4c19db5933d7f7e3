using System.Text.Json;
using ImageGeneration.Providers.Http;

namespace ImageGeneration.Providers.Wire;

/// <summary>A JSON document inside a text: some handlers return what <c>json.dumps</c> gave them.</summary>
internal sealed class InnerJson : IDisposable
{
    private readonly ReplyBuffer _buffer;
    private readonly JsonDocument _document;
    private readonly LongTexts _texts;

    private InnerJson(ReplyBuffer buffer, int length)
    {
        var bytes = (ReadOnlyMemory<byte>)buffer.Memory[..length];
        _document = JsonDocument.Parse(length > ReplyBuffer.MostPooled ? LongTexts.TakeOut(bytes, out _texts) : bytes);
        _buffer = buffer;
    }

    public JsonElement Root => _document.RootElement;

    public LongTexts Texts => _texts;

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
        if (raw[1..].TrimStart(" \t\r\n"u8) is not [(byte)'{' or (byte)'[', ..])
        {
            return null;
        }

        var buffer = new ReplyBuffer();
        try
        {
            buffer.Grow(raw.Length);
            var reader = new Utf8JsonReader(raw);
            return reader.Read() ? new(buffer, reader.CopyString(buffer.Memory.Span)) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // It only begins like one.
            buffer.Dispose();
            return null;
        }
    }

    public void Dispose()
    {
        _document.Dispose();
        _buffer.Dispose();
    }
}
