using System.Buffers;
using System.Text.Json;
using ImageGeneration.Json;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;

namespace ImageGeneration.Extras;

/// <summary>Reports what extras do to a request at a model: members that it does not have, and those that they replace.</summary>
internal static class ExtrasCheck
{
    private const int MaxTold = 8;

    /// <summary>Gets the members that the model's input does not have, each with the name that was probably meant; none when its input is
    /// not known.</summary>
    public static IEnumerable<string> Unknown(ProviderRequest request, ModelCapabilities model)
    {
        if (request.Extras is not { } extras || model.InputNames is not { Count: > 0 } known)
        {
            return [];
        }

        return extras.EnumerateObject().Select(member => member.Name)
            .Where(name => !known.Contains(name, StringComparer.Ordinal)).Distinct().Take(MaxTold)
            .Select(name => $"{model.ModelId} has no input '{MemberName.Shown(name)}' (Extras)"
                + (WordText.Nearest(name, known) is { } near ? $"; did you mean '{near}'?" : ""));
    }

    /// <summary>Gets the members that the library would have sent with another value.</summary>
    public static IEnumerable<string> Replaced(ProviderRequest request, ModelCapabilities model)
    {
        if (request.Extras is not { } extras || model.Fields is not { } fields)
        {
            yield break;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            InputWriter.Write(writer, request with { Extras = null }, fields);
        }

        using var own = JsonDocument.Parse(buffer.WrittenMemory);
        foreach (var member in own.RootElement.EnumerateObject())
        {
            if (extras.TryGetProperty(member.Name, out var extra) && !JsonElement.DeepEquals(member.Value, extra))
            {
                yield return $"Extras replace '{member.Name}' of the input for {model.ModelId}{Change(member.Value, extra)}";
            }
        }
    }

    // Numbers alone: a text may be a prompt.
    private static string Change(JsonElement own, JsonElement extra) =>
        own.ValueKind == JsonValueKind.Number && extra.ValueKind == JsonValueKind.Number
            ? $" ({own} by {MemberName.Shown(extra.ToString())})" : "";
}
