using System.Text.Json;
using System.Text.RegularExpressions;

namespace ImageGeneration.Providers.Wire;

/// <summary>What a worker says in the place of an image: workers return their errors as they return pictures.</summary>
internal static partial class WorkerWords
{
    private const int MaxItems = 256;
    private const int MaxText = 16 * 1024;

    /// <summary>Its words; null where it says nothing. Not cleaned.</summary>
    public static string? Of(JsonElement output)
    {
        if (output.ValueKind == JsonValueKind.Array)
        {
            var failed = output.EnumerateArray().Take(MaxItems).Where(static item => SayFailed(item)).Select(Of).OfType<string>().Take(3);
            return string.Join("; ", failed) is { Length: > 0 } words ? words : ErrorText.Of(output);
        }

        return ErrorText.Of(output)
            ?? (output.ValueKind == JsonValueKind.Object && !IsOnlyAStatus(output) ? ErrorMembers.Of(output) : null);
    }

    /// <summary>What it says of itself beside no image; values whose meaning nobody knows are not shown.</summary>
    public static string? Aside(JsonElement output) =>
        output.ValueKind is JsonValueKind.Object or JsonValueKind.String && output.AsText()?.Contains("://", StringComparison.Ordinal) != true
            ? ErrorText.Of(output)
            : null;

    /// <summary>They are an error's.</summary>
    public static bool SayFailed(JsonElement output) =>
        output.ValueKind switch
        {
            JsonValueKind.String => output.AsText() is { Length: > 0 and <= MaxText } text && SaysFailed(text),
            JsonValueKind.Array => output.EnumerateArray().Take(MaxItems).Any(static item => SayFailed(item)),
            JsonValueKind.Object => HasFailed(output) || HasError(output),
            _ => false,
        };

    public static bool SaysFailed(string text)
    {
        using var inner = ErrorText.Inner(text);
        return inner is { RootElement.ValueKind: JsonValueKind.Object or JsonValueKind.Array }
            ? SayFailed(inner.RootElement)
            : Failure().IsMatch(text);
    }

    // "status failed" is known already.
    private static bool IsOnlyAStatus(JsonElement output) =>
        output.EnumerateObject().All(static member => ErrorMembers.Name(member) is null or "status" or "success" or "ok");

    /// <summary>It says by its status, or by a word for success, that it has failed.</summary>
    public static bool HasFailed(JsonElement output) =>
        output.Text("status"u8)?.ToUpperInvariant() is "ERROR" or "FAILED" or "FAILURE" or "FAIL"
        || output.Member("status"u8).AsNumber() is >= 400 || output.Member("statusCode"u8).AsNumber() is >= 400
        || output.Member("status_code"u8).AsNumber() is >= 400
        || IsNo(output.Member("success"u8)) || IsNo(output.Member("ok"u8)) || IsNo(output.Member("succeeded"u8));

    private static bool HasError(JsonElement output) =>
        ErrorText.IsError(output.Member("error"u8)) || ErrorText.IsError(output.Member("errors"u8))
        || ErrorText.IsError(output.Member("detail"u8)) || ErrorText.IsError(output.Member("error_message"u8))
        || ErrorText.IsError(output.Member("error_type"u8)) || ErrorText.IsError(output.Member("exception"u8))
        || ErrorText.IsError(output.Member("traceback"u8));

    private static bool IsNo(JsonElement value) =>
        value.ValueKind == JsonValueKind.False || value.AsNumber() is 0 || value.AsText()?.ToUpperInvariant() is "FALSE" or "NO";

    [GeneratedRegex(
        @"\b(?:errors?|exception|fatal|traceback|fail(?:ed|ure|s)?|cannot|can't|could ?n[o']t|unable to|out of memory|oom|cuda|invalid|denied"
            + @"|unsupported|timed? ?out|timeout|crash(?:ed)?|not found|no such|killed|aborted|unavailable)\b|[a-z](?:Error|Exception)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Failure();
}
