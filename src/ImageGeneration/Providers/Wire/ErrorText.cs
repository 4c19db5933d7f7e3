using System.Text;
using System.Text.Json;
using ImageGeneration.Providers.Http;

namespace ImageGeneration.Providers.Wire;

/// <summary>The words of an error, wherever a service puts them. Not cleaned: see <see cref="SafeText"/>.</summary>
internal static class ErrorText
{
    private const int MaxDepth = 6;
    private const int MaxItems = 5;
    private const int MaxBytes = 16 * 1024;

    public static string? Of(ProviderReply reply)
    {
        if (reply.Json.ValueKind != JsonValueKind.Undefined)
        {
            return Of(reply.Json);
        }

        var body = reply.Body.TrimStart(" \t\r\n"u8);
        return reply.IsHtml
            ? "an HTML page, from a proxy or firewall in front of the service"
            : Encoding.UTF8.GetString(body[..Math.Min(body.Length, 4096)]);
    }

    public static string? Of(JsonElement error) => Of(error, 0);

    /// <summary>The member of an error says that there is one: workers write null, false, a number or nothing into it when all is
    /// well.</summary>
    public static bool IsError(JsonElement error) =>
        error.ValueKind is not (JsonValueKind.False or JsonValueKind.Number) && error.AsText() != "" && !error.IsNothing();

    private static string? Of(JsonElement error, int depth) =>
        depth > MaxDepth ? null : error.ValueKind switch
        {
            JsonValueKind.String => OfText(error, depth),
            JsonValueKind.Number => error.GetRawText(),
            JsonValueKind.Array => OfItems(error, depth),
            JsonValueKind.Object => OfObject(error, depth),
            _ => null,
        };

    private static string? OfText(JsonElement error, int depth)
    {
        var raw = System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(error);
        if (raw.Length > MaxBytes)
        {
            return Encoding.UTF8.GetString(raw[1..MaxBytes]);
        }

        // Python workers send a JSON document inside a string.
        var text = error.AsText();
        return string.IsNullOrWhiteSpace(text) ? null : OfInnerJson(text, depth) ?? WithoutTraceback(text);
    }

    private static string? OfInnerJson(string text, int depth)
    {
        using var inner = depth < MaxDepth ? Inner(text) : null;
        return inner is null ? null : Of(inner.RootElement, depth + 1);
    }

    /// <summary>A JSON document that a text is, or ends with; null where there is none.</summary>
    public static JsonDocument? Inner(string text)
    {
        var start = text.StartsWith('{') || text.StartsWith('[') ? 0 : text.LastIndexOf(", {", StringComparison.Ordinal) + 2;
        if (start == 1)
        {
            return null;
        }

        return LenientJson.Parse(Encoding.UTF8.GetBytes(text[start..]));
    }

    /// <summary>Without the trace of a stack; of Python's the last line says what happened.</summary>
    public static string WithoutTraceback(string text)
    {
        var at = text.IndexOf("\ntraceback:", StringComparison.OrdinalIgnoreCase);
        if (at > 0)
        {
            return text[..at];
        }

        at = text.IndexOf("Traceback (most recent call last)", StringComparison.Ordinal);
        return at < 0 ? text : $"{text[..at]}{text.AsSpan(text.AsSpan().TrimEnd().LastIndexOf('\n') + 1)}".Trim();
    }

    private static string? OfItems(JsonElement items, int depth)
    {
        var texts = new List<string>();
        foreach (var item in items.EnumerateArray())
        {
            if (texts.Count == MaxItems)
            {
                break;
            }

            if (Of(item, depth + 1) is { Length: > 0 } text)
            {
                texts.Add(text);
            }
        }

        return texts.Count == 0 ? null : string.Join("; ", texts);
    }

    private static string? OfObject(JsonElement error, int depth)
    {
        // FastAPI: {"loc": ["body", "prompt"], "msg": "field required"}; its "input" would give the prompt away.
        if (error.Text("msg"u8) is { } msg)
        {
            return error.Member("loc"u8) is { ValueKind: JsonValueKind.Array } loc ? $"{Path(loc)}: {msg}" : msg;
        }

        return Of(error.Member("detail"u8), depth + 1)
            ?? Of(error.Member("error_message"u8), depth + 1)
            ?? OfKindAndWords(error, depth)
            ?? Of(error.Member("message"u8), depth + 1)
            ?? Of(error.Member("errors"u8), depth + 1)
            ?? OfTrace(error)
            ?? error.Text("title"u8);
    }

    // {"error_type": "RuntimeError", "traceback": "…\nRuntimeError: CUDA out of memory"}: what happened is the last line.
    private static string? OfTrace(JsonElement error)
    {
        var type = error.Text("error_type"u8) ?? error.Text("exception"u8);
        var trace = error.Text("traceback"u8) ?? error.Text("error_traceback"u8) ?? error.Text("stack_trace"u8);
        var last = trace?.TrimEnd() is { } lines ? lines[(lines.LastIndexOf('\n') + 1)..].Trim() : "";
        return last.Length == 0 ? type : type is null || last.Contains(type, StringComparison.Ordinal) ? last : $"{type}: {last}";
    }

    // Automatic1111: {"error": "OutOfMemoryError", "detail": "", "errors": "CUDA out of memory"}.
    private static string? OfKindAndWords(JsonElement error, int depth) =>
        Of(error.Member("error"u8), depth + 1) is not { } kind ? null
        : error.Text("errors"u8) is { Length: > 0 } && Of(error.Member("errors"u8), depth + 1) is { } words ? $"{kind}: {words}"
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
