using System.Text;
using System.Text.Json;
using ImageGeneration.Json;
using ImageGeneration.Redaction;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Finds the words of an error, wherever a service puts them. Not sanitized: see <see cref="MessageSanitizer"/>.</summary>
internal static class ErrorText
{
    private const int MaxDepth = 6;
    private const int MaxItems = 5;
    private const int MaxBytes = 16 * 1024;

    // For each character, where several texts are joined and sanitized.
    private const int JoinedBytes = 4;

    public static string? Find(JsonElement error, ReplyTexts texts = default) => Find(error, texts, 0);

    /// <summary>Determines whether the member of an error reports one: workers write null, false, a number or nothing into it when all is
    /// well.</summary>
    public static bool IsError(JsonElement error) =>
        error.ValueKind is not (JsonValueKind.False or JsonValueKind.Number) && error.AsWord(0) is null && !error.IsNothing();

    private static string? Find(JsonElement error, ReplyTexts texts, int depth) =>
        depth > MaxDepth ? null : error.ValueKind switch
        {
            JsonValueKind.String => FromText(error, texts, depth),
            JsonValueKind.Number => error.GetRawText(),
            JsonValueKind.Array => FromItems(error, texts, depth),
            JsonValueKind.Object => FromObject(error, texts, depth),
            _ => null,
        };

    private static string? FromText(JsonElement error, ReplyTexts texts, int depth)
    {
        var raw = System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(error);
        if (raw.Length > MaxBytes)
        {
            return texts.Beginning(error, MaxBytes);
        }

        // Python workers send a JSON document inside a string.
        var text = texts.TrySpend(JoinedBytes * raw.Length) ? texts.Text(error) : null;
        return string.IsNullOrWhiteSpace(text) ? null : FromNestedJson(text, texts, depth) ?? WithoutTraceback(text);
    }

    private static string? FromNestedJson(string text, ReplyTexts texts, int depth)
    {
        using var inner = depth < MaxDepth ? NestedJson.EndOf(text, texts) : null;
        return inner is null ? null : Find(inner.RootElement, texts, depth + 1);
    }

    /// <summary>Removes the stack trace; the last line of Python's says what happened.</summary>
    public static string WithoutTraceback(string text)
    {
        var at = text.IndexOf("\ntraceback:", StringComparison.OrdinalIgnoreCase);
        if (at > 0)
        {
            return text[..at];
        }

        at = text.IndexOf("Traceback (most recent call last)", StringComparison.Ordinal);
        return at < 0 ? text : $"{text[..at]}{LastLine(text)}".Trim();
    }

    private static ReadOnlySpan<char> LastLine(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd();
        return text[(text.LastIndexOf('\n') + 1)..].Trim();
    }

    private static string? FromItems(JsonElement items, ReplyTexts texts, int depth)
    {
        var words = new List<string>();
        foreach (var item in items.EnumerateArray())
        {
            if (words.Count == MaxItems)
            {
                break;
            }

            if (Find(item, texts, depth + 1) is { Length: > 0 } text)
            {
                words.Add(text);
            }
        }

        return words.Count == 0 ? null : words.Count == 1 ? words[0] : string.Join("; ", words);
    }

    private static string? FromObject(JsonElement error, ReplyTexts texts, int depth)
    {
        // FastAPI: {"loc": ["body", "prompt"], "msg": "field required"}; its "input" would reveal the prompt.
        if (texts.Text(error.Member("msg"u8)) is { } msg)
        {
            return error.Member("loc"u8) is { ValueKind: JsonValueKind.Array } loc ? $"{Path(loc)}: {msg}" : msg;
        }

        return Find(error.Member("detail"u8), texts, depth + 1)
            ?? Find(error.Member("error_message"u8), texts, depth + 1)
            ?? FromKindAndWords(error, texts, depth)
            ?? Find(error.Member("message"u8), texts, depth + 1)
            ?? Find(error.Member("errors"u8), texts, depth + 1)
            ?? FromTrace(error, texts)
            ?? texts.Text(error.Member("title"u8));
    }

    // {"error_type": "RuntimeError", "traceback": "…\nRuntimeError: CUDA out of memory"}: what happened is the last line.
    private static string? FromTrace(JsonElement error, ReplyTexts texts)
    {
        var type = texts.Text(error.Member("error_type"u8)) ?? texts.Text(error.Member("exception"u8));
        var trace = texts.Text(error.Member("traceback"u8)) ?? texts.Text(error.Member("error_traceback"u8))
            ?? texts.Text(error.Member("stack_trace"u8));
        var last = trace is null ? "" : LastLine(trace).ToString();
        return last.Length == 0 ? type : type is null || last.Contains(type, StringComparison.Ordinal) ? last : $"{type}: {last}";
    }

    // Automatic1111: {"error": "OutOfMemoryError", "detail": "", "errors": "CUDA out of memory"}.
    private static string? FromKindAndWords(JsonElement error, ReplyTexts texts, int depth) =>
        Find(error.Member("error"u8), texts, depth + 1) is not { } kind ? null
        : error.Member("errors"u8).ValueKind == JsonValueKind.String && Find(error.Member("errors"u8), texts, depth + 1) is { Length: > 0 } words ? $"{kind}: {words}"
        : kind;

    private static string Path(JsonElement loc)
    {
        var path = new StringBuilder();
        foreach (var part in loc.EnumerateArray())
        {
            if (path.Length > 100)
            {
                break;
            }

            var name = part.AsText() ?? (part.ValueKind == JsonValueKind.Number ? part.GetRawText() : "?");
            path.Append(path.Length == 0 ? "" : ".").Append(name);
        }

        return path.ToString();
    }
}
