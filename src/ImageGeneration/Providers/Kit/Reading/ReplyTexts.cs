using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ImageGeneration.Json;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Holds the texts of a reply, read within its <see cref="ReadingBudget"/>; the long ones of a large reply stay where they came.
/// A <see cref="JsonDocument"/> takes as much memory again as the document it reads, so it gets one in which a short placeholder stands
/// for each of them.</summary>
internal readonly struct ReplyTexts
{
    public const int MinBytes = 64 * 1024;
    private const int MaxTexts = 256;
    private const int MaxWordBytes = 24;

    private static readonly JsonReaderOptions Options = new() { AllowTrailingCommas = true, MaxDepth = JsonMeter.MaxDepth };

    private readonly ReadOnlyMemory<byte> _document;
    private readonly List<Range>? _places;

    private readonly ReadingBudget? _budget;

    public ReplyTexts(ReadingBudget budget) => _budget = budget;

    private ReplyTexts(ReadOnlyMemory<byte> document, List<Range>? places, ReadingBudget? budget) =>
        (_document, _places, _budget) = (document, places, budget);

    // A message shows what it stands for: data.
    private static ReadOnlySpan<byte> Word => "data:;long-text/"u8;

    /// <summary>Gets the total number of bytes of the long texts.</summary>
    public int Bytes { get; private init; }

    /// <summary>Takes the long texts out of a document.</summary>
    /// <param name="document">The document, which must stay in place while the texts are read.</param>
    /// <param name="texts">Receives the texts; none when there are none.</param>
    /// <param name="least">The number of bytes that make a text long.</param>
    /// <returns>The document without them; the document itself when there are none.</returns>
    /// <exception cref="JsonException">The document is no JSON.</exception>
    public static ReadOnlyMemory<byte> TakeOut(ReadOnlyMemory<byte> document, out ReplyTexts texts, int least = MinBytes)
    {
        var places = new List<Range>();
        var bytes = 0;
        var reader = new Utf8JsonReader(document.Span, Options);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length >= least
                && places.Count < MaxTexts && IsData(reader.ValueSpan))
            {
                places.Add((int)reader.TokenStartIndex..(int)reader.BytesConsumed);
                bytes += reader.ValueSpan.Length;
            }
        }

        texts = places.Count == 0 ? default : new(document, places, null) { Bytes = bytes };
        return places.Count == 0 ? document : Shorten(document.Span, places, bytes);
    }

    /// <summary>Gets a text as it was in the reply, quotes and escapes included.</summary>
    public ReadOnlySpan<byte> Raw(JsonElement text)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text);
        return _places is not null && raw[1..].StartsWith(Word)
            && Utf8Parser.TryParse(raw[(1 + Word.Length)..], out int index, out _) && index >= 0 && index < _places.Count
            ? _document.Span[_places[index]]
            : raw;
    }

    /// <summary>Gets a text as a string; null when the value is none, or when the reading budget of the reply is spent.</summary>
    public string? Text(JsonElement text) =>
        text.ValueKind == JsonValueKind.String && TrySpend(2L * JsonMarshal.GetRawUtf8Value(text).Length) ? text.AsText() : null;

    /// <summary>Gets the first bytes of a text, as they are in the reply when it is longer; null as above.</summary>
    public string? Beginning(JsonElement text, int maxBytes)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text);
        return raw.Length <= maxBytes ? Text(text) : TrySpend(2L * maxBytes) ? Encoding.UTF8.GetString(raw[1..maxBytes]) : null;
    }

    /// <summary>Returns the same texts, under the budget of others: those of a document within those.</summary>
    public ReplyTexts Under(ReplyTexts outer) => new(_document, _places, outer._budget) { Bytes = Bytes };

    /// <inheritdoc cref="ReadingBudget.TrySpend"/>
    public bool TrySpend(long bytes, double part = 1) => _budget?.TrySpend(bytes, part) ?? true;

    /// <inheritdoc cref="ReadingBudget.Charge"/>
    public void Charge(long bytes) => _budget?.Charge(bytes);

    /// <summary>Determines whether a text is data: an image, or a document in a text. A text with spaces in it is read as words.</summary>
    public static bool IsData(ReadOnlySpan<byte> text)
    {
        var start = text[..Math.Min(text.Length, 64)].TrimStart((byte)' ');
        return start is [(byte)'{' or (byte)'[', ..] || start.StartsWith("data:"u8) || (start.Length > 0 && !start.Contains((byte)' '));
    }

    private static ReadOnlyMemory<byte> Shorten(ReadOnlySpan<byte> document, List<Range> places, int bytes)
    {
        var brief = new byte[document.Length - bytes + (places.Count * MaxWordBytes)];
        var (copied, length) = (0, 0);
        for (var i = 0; i < places.Count; i++)
        {
            Append(brief, document[copied..places[i].Start.Value], ref length);
            Append(brief, Encoding.UTF8.GetBytes($"\"{Encoding.UTF8.GetString(Word)}{i}\""), ref length);
            copied = places[i].End.Value;
        }

        Append(brief, document[copied..], ref length);
        return brief.AsMemory(0, length);

        static void Append(byte[] brief, ReadOnlySpan<byte> part, ref int length)
        {
            part.CopyTo(brief.AsSpan(length));
            length += part.Length;
        }
    }
}
