using System.Globalization;
using System.Text.Json;
using ImageGeneration.Json;

namespace ImageGeneration.Extras;

/// <summary>Validates extras, and finds the providers that they are for.</summary>
internal static class ExtrasRules
{
    /// <summary>Refuses extras that are not JSON objects of Unicode, and more images than were requested.</summary>
    /// <exception cref="ArgumentException">The extras are invalid; the message names the member.</exception>
    public static void Check(IReadOnlyDictionary<string, JsonElement> extras, int count)
    {
        foreach (var (provider, extra) in extras)
        {
            if (extra.ValueKind != JsonValueKind.Object)
            {
                throw Refuse($"Extras must map a provider's name to a JSON object; that of '{provider}' is not one.");
            }

            if (!extra.IsWritable())
            {
                throw Refuse($"Extras must be Unicode; those of '{provider}' contain half of a surrogate pair.");
            }

            CheckImages(provider, extra, count);
        }
    }

    /// <summary>Refuses a name that no provider has: a typo must not be paid for.</summary>
    /// <exception cref="ArgumentException">A name is unknown, or appears in two spellings.</exception>
    public static void CheckNames(ImageGenerationRequest request, IReadOnlyList<string> providers)
    {
        if (request.Extras is not { Count: > 0 } extras)
        {
            return;
        }

        foreach (var name in extras.Keys)
        {
            if (!providers.Any(provider => IsSame(provider, name)))
            {
                var meant = WordText.Nearest(name, providers) is { } near ? $" Did you mean '{near}'?" : "";
                throw Refuse(
                    $"Extras name '{name}', and no provider of that name is configured. "
                    + $"Configured: {string.Join(", ", providers)}.{meant}");
            }

            if (extras.Keys.Count(other => IsSame(other, name)) > 1)
            {
                throw Refuse($"Extras must name each provider once: '{name}' appears twice.");
            }
        }
    }

    /// <summary>Gets the extras for a provider; null when they do not name it.</summary>
    public static JsonElement? For(ImageGenerationRequest request, string provider)
    {
        if (request.Extras is not { } extras)
        {
            return null;
        }

        foreach (var (name, value) in extras)
        {
            if (IsSame(name, provider))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Gets the reason why extras would be lost at a provider: they hold something for others and do not name it. Null when
    /// nothing is lost.</summary>
    public static string? LossAt(ImageGenerationRequest request, string provider)
    {
        if (request.Extras is not { Count: > 0 } extras || For(request, provider) is not null)
        {
            return null;
        }

        var others = extras.Where(entry => entry.Value.EnumerateObject().MoveNext()).Select(entry => entry.Key).ToList();
        return others.Count == 0
            ? null
            : $"the extras are for {string.Join(" and ", others)} and would be lost at {provider} "
                + "(Extras with an empty object for it allow that)";
    }

    // Names of providers are the same in any case, whatever the dictionary's comparer says.
    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static void CheckImages(string provider, JsonElement extra, int count)
    {
        if (ExtrasReading.Read(extra).Images is not { } images || (images.Count >= 1 && count % images.Count == 0))
        {
            return;
        }

        var rule = string.Create(
            CultureInfo.InvariantCulture, $"is {images.Count}; it must be between 1 and Count ({count}) and divide it");
        throw Refuse(
            $"Extras.{provider}.{images.Member} {rule}: ask for more images with Count, which is estimated and reserved.", images.Count);
    }

    private static ArgumentException Refuse(string message, object? value = null, string member = nameof(ImageGenerationRequest.Extras)) =>
        value is null ? new ArgumentException(message, member) : new ArgumentOutOfRangeException(member, value, message);
}
