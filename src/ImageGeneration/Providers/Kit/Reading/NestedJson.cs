using System.Text.Json;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Represents a JSON document inside a text: some handlers return the result of <c>json.dumps</c>.</summary>
internal sealed class NestedJson : IDisposable
{
    // The memory of a document besides its bytes, and that of two exceptions when there was none.
    private const int DocumentBytes = 1024;
    private const int BrokenBytes = 8 * 1024;

    private readonly ReplyBuffer _buffer;
    private readonly JsonDocument _document;

    private NestedJson(ReplyBuffer buffer, JsonDocument document, ReplyTexts texts) =>
        (_buffer, _document, Texts) = (buffer, document, texts);

    public JsonElement Root => _document.RootElement;

    public ReplyTexts Texts { get; }

    /// <summary>Reads the document; returns null when the text is none, or when the reading budget of the reply is spent.</summary>
    /// <param name="text">Any JSON value.</param>
    /// <param name="texts">The texts of the reply.</param>
    /// <param name="part">The fraction of the reply's budget that may be spent on it.</param>
    public static NestedJson? Read(JsonElement text, ReplyTexts texts, double part = 1)
    {
        if (text.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var raw = texts.Raw(text);
        if (!MayBeOne(raw[1..^1]) || !texts.TrySpend(DocumentBytes + (raw.Length / 8), part))
        {
            return null;
        }

        var buffer = new ReplyBuffer();
        try
        {
            buffer.Grow(raw.Length);
            var reader = new Utf8JsonReader(raw);
            var length = reader.Read() ? reader.CopyString(buffer.Memory.Span) : 0;
            if (LenientJson.Parse(buffer.Memory[..length], length > ReplyBuffer.MaxPooled, out var inner) is { } document)
            {
                return new(buffer, document, inner.Under(texts));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Malformed UTF-8 or a lone surrogate.
        }

        // It only looks like one.
        texts.Charge(BrokenBytes);
        buffer.Dispose();
        return null;
    }

    /// <summary>Reads a JSON document that a text is, or ends with; returns null when there is none.</summary>
    public static JsonDocument? EndOf(string text, ReplyTexts texts)
    {
        var start = text.StartsWith('{') || text.StartsWith('[') ? 0 : text.LastIndexOf(", {", StringComparison.Ordinal) + 2;
        if (start == 1 || text.AsSpan().TrimEnd() is not [.., '}' or ']'] || !texts.TrySpend(DocumentBytes + (2L * (text.Length - start))))
        {
            return null;
        }

        var document = LenientJson.Parse(System.Text.Encoding.UTF8.GetBytes(text, start, text.Length - start));
        texts.Charge(document is null ? BrokenBytes : 0);
        return document;
    }

    // Attempting to parse what is no JSON costs an exception.
    private static bool MayBeOne(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t\r\n"u8);
        while (text is [.., (byte)'\\', (byte)'n' or (byte)'r' or (byte)'t'])
        {
            text = text[..^2].TrimEnd(" \t\r\n"u8);
        }

        return text is [(byte)'{', .., (byte)'}'] or [(byte)'[', .., (byte)']'];
    }

    public void Dispose()
    {
        _document.Dispose();
        _buffer.Dispose();
    }
}
