using System.Text.Json;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Reads JSON from bytes that are ours to change: as it is, else mended; within the limits of <see cref="JsonMeter"/>.</summary>
internal static class LenientJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, MaxDepth = JsonMeter.MaxDepth };

    /// <summary>A document over the bytes; null when they are none.</summary>
    /// <param name="json">Where it stays as long as the document is read. Mended in place.</param>
    public static JsonDocument? Parse(Memory<byte> json) => Parse(json, isBrief: false, out _);

    /// <summary>A document without its long texts.</summary>
    /// <param name="json">Where it stays as long as the document or the texts are read. Mended in place.</param>
    /// <param name="isBrief">Leave the long texts out.</param>
    /// <param name="texts">The long texts.</param>
    public static JsonDocument? Parse(Memory<byte> json, bool isBrief, out ReplyTexts texts) =>
        TryRead(json, isBrief, out var document, out texts)
        || !JsonMending.Mend(json.Span)
        || TryRead(json, isBrief, out document, out texts)
            ? document
            : null;

    // False where it may be mended.
    private static bool TryRead(Memory<byte> json, bool isBrief, out JsonDocument? document, out ReplyTexts texts)
    {
        (document, texts) = (null, default);
        try
        {
            if (json.Length <= ReplyTexts.MinBytes || JsonMeter.ProblemOf(json.Span) is null)
            {
                document = JsonDocument.Parse(isBrief ? ReplyTexts.TakeOut(json, out texts) : json, Options);
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
