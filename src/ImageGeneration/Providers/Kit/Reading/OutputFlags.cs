using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text.Json;
using ImageGeneration.Json;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Reads the verdicts of a worker's content filter about its images, a list or a single one: <c>nsfw_content_detected</c>
/// (diffusers), <c>has_nsfw_concepts</c>, <c>nsfw</c>, <c>flagged</c>, <c>finishReason: CONTENT_FILTERED</c> (Stability),
/// <c>finish_reasons</c> (Bedrock), <c>raiFilteredReason</c> (Vertex), <c>is_image_safe: false</c> (Ideogram).</summary>
internal readonly struct OutputFlags
{
    private const int MaxName = 40;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _names =
        ("nsfw nsfwcontentdetected nsfwdetected nsfwflags nsfwflagged nsfwcontent nsfwconcepts isnsfw hasnsfw hasnsfwcontent "
            + "hasnsfwconcept hasnsfwconcepts flagged isflagged safetyflagged filtered isfiltered contentfiltered unsafe isunsafe blocked "
            + "isblocked censored finishreason finishreasons raifilteredreason isimagesafe imagesafe issafe")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] SafeNames = ["isimagesafe", "imagesafe", "issafe"];

    private readonly JsonElement _each;
    private readonly FlagSense _sense;

    public OutputFlags(JsonElement output)
        : this(output, isOutermost: true)
    {
    }

    private OutputFlags(JsonElement output, bool isOutermost)
    {
        if (output.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in output.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(member);
            if (member.Value.ValueKind == JsonValueKind.Object && isOutermost && IsVerdict(name))
            {
                var inner = new OutputFlags(member.Value, isOutermost: false);
                (_each, _sense) = _each.ValueKind == JsonValueKind.Array ? (_each, _sense) : (inner._each, inner._sense);
                IsSet |= inner.IsSet;
            }

            if ((isOutermost || !name.SequenceEqual("detected"u8) ? SenseOf(name) : FlagSense.Unsafe) is not { } sense)
            {
                continue;
            }

            if (member.Value.ValueKind == JsonValueKind.Array)
            {
                (_each, _sense) = _each.ValueKind == JsonValueKind.Array && IsAny ? (_each, _sense) : (member.Value, sense);
            }
            else
            {
                IsSet |= Says(member.Value, sense);
            }
        }
    }

    private enum FlagSense
    {
        Unsafe,
        Safe,
        Reason,
    }

    /// <summary>Whether a flag is set that is not in a list.</summary>
    public bool IsSet { get; }

    /// <summary>Gets the number of flags in the list.</summary>
    public int Count => _each.ValueKind == JsonValueKind.Array ? _each.GetArrayLength() : 0;

    /// <summary>Whether a flag in the list is set.</summary>
    public bool IsAny
    {
        get
        {
            var count = Count;
            for (var image = 0; image < count; image++)
            {
                if (IsFlagged(image))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Gets the flag of one image in the list.</summary>
    public bool IsFlagged(int image) => image >= 0 && image < Count && Says(_each[image], _sense);

    // The filter's verdict is an object of its own.
    private static bool IsVerdict(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("safety"u8) || name.SequenceEqual("safety_checker"u8) || name.SequenceEqual("moderation"u8)
        || name.SequenceEqual("content_filter"u8) || name.SequenceEqual("nsfw"u8) || name.SequenceEqual("metadata"u8)
        || name.SequenceEqual("safetyAttributes"u8);

    private static FlagSense? SenseOf(ReadOnlySpan<byte> name)
    {
        if (name.Length is < 4 or > MaxName)
        {
            return null;
        }

        Span<char> text = stackalloc char[MaxName];
        var length = 0;
        foreach (var c in name)
        {
            if (c is not ((byte)'_' or (byte)'-'))
            {
                text[length++] = char.ToLowerInvariant((char)c);
            }
        }

        return !_names.TryGetValue(text[..length], out var known) ? null
            : Array.IndexOf(SafeNames, known) >= 0 ? FlagSense.Safe
            : known == "raifilteredreason" ? FlagSense.Reason
            : FlagSense.Unsafe;
    }

    // A score between 0 and 1 is no flag: the threshold is the filter's own business.
    private static bool Says(JsonElement flag, FlagSense sense) =>
        flag.ValueKind switch
        {
            JsonValueKind.True => sense == FlagSense.Unsafe,
            JsonValueKind.False => sense == FlagSense.Safe,
            JsonValueKind.Number => sense != FlagSense.Reason && flag.AsInteger() == (sense == FlagSense.Safe ? 0 : 1),
            JsonValueKind.String => flag.AsWord(200) is { Length: > 0 } word && sense switch
            {
                FlagSense.Unsafe => word.ToUpperInvariant() is "TRUE" or "1" or "YES" || IsFiltered(word),
                FlagSense.Safe => word.ToUpperInvariant() is "FALSE" or "0" or "NO",
                _ => true,
            },
            _ => false,
        };

    // CONTENT_FILTERED, content_filter, "Filter reason: prompt"
    private static bool IsFiltered(string word) =>
        word.StartsWith("content_filter", StringComparison.OrdinalIgnoreCase)
        || word.StartsWith("filter", StringComparison.OrdinalIgnoreCase);
}
