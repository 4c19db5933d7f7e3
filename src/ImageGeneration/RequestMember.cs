using System.Collections.Frozen;
using System.Text.Json;
using ImageGeneration.Json;

namespace ImageGeneration;

/// <summary>Provides the members of a request in JSON, and the names that mean them: every spelling of their own, and what providers and
/// other libraries call the same.</summary>
internal static class RequestMember
{
    private static readonly string[] All =
    [
        "prompt", "model", "width", "height", "count", "style", "negativePrompt", "qualityEnhancers", "seed", "steps", "guidanceScale",
        "loraWeights", "outputFormat", "deadline", "extras", "budgetTags",
    ];

    private static readonly FrozenDictionary<string, string> ByPlainName = All
        .Select(member => KeyValuePair.Create(MemberName.Plain(member), member))
        .Concat(
        [
            new("negative", "negativePrompt"), new("enhancers", "qualityEnhancers"), new("loras", "loraWeights"),
            new("guidance", "guidanceScale"), new("cfg", "guidanceScale"), new("cfgscale", "guidanceScale"),
            new("format", "outputFormat"), new("imageformat", "outputFormat"),
            new("deadlineseconds", "deadline"), new("tags", "budgetTags"),
        ])
        .ToFrozenDictionary();

    // As words of their own these would be input images, or anything.
    private static readonly FrozenSet<string> Ambiguous = new[] { "images", "outputs", "samples", "batch", "quantity" }.ToFrozenSet();

    /// <summary>Returns the member that a name in JSON means.</summary>
    /// <exception cref="JsonException">A request has no such member.</exception>
    public static string Normalize(string name)
    {
        var plain = MemberName.Plain(name);
        if (ByPlainName.TryGetValue(plain, out var member))
        {
            return member;
        }

        return BillingName.GetRole(name) switch
        {
            BillingRole.Images or BillingRole.Batch when !Ambiguous.Contains(plain) => "count",
            BillingRole.Steps => "steps",
            BillingRole.Width => "width",
            BillingRole.Height => "height",
            _ => throw new JsonException(
                $"A request has no member '{MemberName.Shown(name)}'"
                + (WordText.Nearest(name, All) is { } near ? $"; did you mean '{near}'?" : $"; it has {string.Join(", ", All)}.")),
        };
    }
}
