using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ImageGeneration.Providers.Wire;

/// <summary>What a worker's content filter says of its images, one by one or of one: <c>nsfw_content_detected</c> (diffusers),
/// <c>has_nsfw_concepts</c>, <c>nsfw</c>, <c>flagged</c>, <c>finishReason: CONTENT_FILTERED</c> (Stability).</summary>
internal readonly struct OutputFlags
{
    private const int MaxName = 40;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _names =
        ("nsfw nsfwcontentdetected nsfwdetected nsfwflags nsfwflagged nsfwcontent nsfwconcepts isnsfw hasnsfw hasnsfwcontent "
            + "hasnsfwconcept hasnsfwconcepts flagged isflagged safetyflagged filtered isfiltered contentfiltered unsafe isunsafe blocked "
            + "isblocked censored finishreason")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly JsonElement _each;

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
                (_each, IsSet) = (_each.ValueKind == JsonValueKind.Array ? _each : inner._each, IsSet || inner.IsSet);
            }

            if (!IsFlag(name))
            {
                continue;
            }

            if (member.Value.ValueKind == JsonValueKind.Array)
            {
                _each = _each.ValueKind == JsonValueKind.Array && IsAny ? _each : member.Value;
            }
            else
            {
                IsSet |= IsTrue(member.Value);
            }
        }
    }

    /// <summary>One flag is set that is not in a list.</summary>
    public bool IsSet { get; }

    /// <summary>How many are in the list.</summary>
    public int Count => _each.ValueKind == JsonValueKind.Array ? _each.GetArrayLength() : 0;

    /// <summary>One of the list is set.</summary>
    public bool IsAny => Count > 0 && _each.EnumerateArray().Any(IsTrue);

    /// <summary>The flag of one image in the list.</summary>
    public bool Of(int image) => image >= 0 && image < Count && IsTrue(_each[image]);

    // Where the filter's verdict is an object of its own.
    private static bool IsVerdict(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("safety"u8) || name.SequenceEqual("safety_checker"u8) || name.SequenceEqual("moderation"u8)
        || name.SequenceEqual("content_filter"u8) || name.SequenceEqual("nsfw"u8) || name.SequenceEqual("metadata"u8);

    private static bool IsFlag(ReadOnlySpan<byte> name)
    {
        if (name.Length is < 4 or > MaxName)
        {
            return false;
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

        return _names.Contains(text[..length]);
    }

    // A score between 0 and 1 is no flag: what is too much is the filter's own business.
    private static bool IsTrue(JsonElement flag) =>
        flag.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.Number => flag.AsInteger() == 1,
            JsonValueKind.String => flag.AsText()?.ToUpperInvariant() is "TRUE" or "1" or "YES" or "CONTENT_FILTERED" or "CONTENT_FILTER",
            _ => false,
        };
}
