using System.Text;
using System.Text.Json;
using ImageGeneration.Redaction;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Describes an error that keeps its words under unknown names: all of its members, in words.</summary>
internal static class ErrorMembers
{
    private const int MaxDepth = 8;

    // More than is shown of it: a key or a prompt that is cut in half would not be recognized.
    private const int MaxTextLength = 8 * 1024;

    private static readonly string[] Given = ["input", "inputs", "payload", "request", "headers"];

    /// <summary>Returns a text such as <c>code E77, reason stage setup</c>; null when the error has no members.</summary>
    public static string? Describe(JsonElement error, ReplyTexts texts = default)
    {
        var text = new StringBuilder();
        Append(text, error, texts, 0);
        return text.Length == 0 ? null : text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement value, ReplyTexts texts, int depth)
    {
        if (depth > MaxDepth)
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                if (text.Length > MessageSanitizer.MaxLength)
                {
                    break;
                }

                AppendMember(text, member, texts, depth);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                if (text.Length > MessageSanitizer.MaxLength)
                {
                    break;
                }

                var before = text.Length;
                Append(text, item, texts, depth + 1);
                text.Append(text.Length > before ? " " : "");
            }
        }
        else if (value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
        {
            var words = value.ValueKind == JsonValueKind.String
                ? ErrorText.WithoutTraceback(texts.Beginning(value, MaxTextLength) ?? "")
                : value.GetRawText();
            text.Append(words.AsSpan(0, Math.Min(words.Length, MaxTextLength)));
            texts.Charge(4L * words.Length);
        }
    }

    private static void AppendMember(StringBuilder text, JsonProperty member, ReplyTexts texts, int depth)
    {
        if (Name(member) is not { } name || IsGiven(name))
        {
            return;
        }

        var start = text.Length;
        text.Append(start > 0 && text[^1] != ' ' ? ", " : "").Append(name).Append(' ');
        var before = text.Length;
        Append(text, member.Value, texts, depth + 1);
        text.Length = text.Length > before ? text.Length : start;
    }

    /// <summary>Determines whether a member repeats what the caller sent, which is not what went wrong.</summary>
    public static bool IsGiven(string name) =>
        Given.Contains(name, StringComparer.OrdinalIgnoreCase)
        || name.Contains("prompt", StringComparison.OrdinalIgnoreCase)
        || IsKeyName(name);

    /// <summary>Gets the name of a member; null when it is no usable name.</summary>
    public static string? Name(JsonProperty member)
    {
        try
        {
            return member.Name is { Length: > 0 and <= 40 } name ? name : null;
        }
        catch (InvalidOperationException)
        {
            // Malformed UTF-8.
            return null;
        }
    }

    private static bool IsKeyName(string name) =>
        Array.Exists(
            ["key", "token", "secret", "password", "authorization"], word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
