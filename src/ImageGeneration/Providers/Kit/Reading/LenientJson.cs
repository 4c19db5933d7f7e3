using System.Text.Json;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Parses JSON from bytes that may be changed: as they are, otherwise repaired; within the limits of
/// <see cref="JsonMeter"/>.</summary>
internal static class LenientJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, MaxDepth = JsonMeter.MaxDepth };

    /// <summary>Parses a document over the bytes; returns null when they are no JSON.</summary>
    /// <param name="json">The bytes, which must stay in place while the document is read. They are repaired in place.</param>
    public static JsonDocument? Parse(Memory<byte> json) => Parse(json, isBrief: false, out _);

    /// <summary>Parses a document without its long texts.</summary>
    /// <param name="json">The bytes, which must stay in place while the document or the texts are read. They are repaired in
    /// place.</param>
    /// <param name="isBrief">Whether to leave out the long texts.</param>
    /// <param name="texts">Receives the long texts.</param>
    public static JsonDocument? Parse(Memory<byte> json, bool isBrief, out ReplyTexts texts) =>
        TryRead(json, isBrief, out var document, out texts)
        || !JsonRepair.TryRepair(json.Span)
        || TryRead(json, isBrief, out document, out texts)
            ? document
            : null;

    // False where it may be repaired.
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
