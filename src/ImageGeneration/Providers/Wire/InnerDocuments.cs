using System.Text.Json;

namespace ImageGeneration.Providers.Wire;

/// <summary>Opens the documents in the texts of one output, until too many only began like one: each of those costs an exception.</summary>
internal sealed class InnerDocuments
{
    private const int MaxBroken = 64;

    private int _broken;

    /// <summary>Null when the text is none.</summary>
    public InnerJson? Open(JsonElement text, LongTexts texts)
    {
        if (_broken >= MaxBroken || !InnerJson.BeginsAt(text, texts))
        {
            return null;
        }

        var inner = InnerJson.Read(text, texts);
        _broken += inner is null ? 1 : 0;
        return inner;
    }
}
