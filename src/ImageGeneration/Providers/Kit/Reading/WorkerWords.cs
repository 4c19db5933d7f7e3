using System.Text.Json;
using System.Text.RegularExpressions;
using ImageGeneration.Json;

namespace ImageGeneration.Providers.Kit.Reading;

/// <summary>Finds what a worker says instead of an image: workers return their errors in the same way as their images.</summary>
internal static partial class WorkerWords
{
    private const int MaxItems = 256;
    private const int MaxText = 16 * 1024;

    private static readonly string[] _codes = ["status", "statuscode", "httpstatus", "httpstatuscode", "code", "errorcode"];
    private static readonly string[] _goodFlags = ["success", "ok", "succeeded", "issuccess", "successful", "isok"];
    private static readonly string[] _badFlags = ["error", "failed", "failure", "iserror", "haserror", "isfailed", "hasfailed"];
    private static readonly string[] _errors =
    [
        "error", "errors", "err", "detail", "errormessage", "errormsg", "errortype", "errordescription", "errordetail", "errordetails",
        "exception", "traceback", "fault", "failure", "failurereason", "failuremessage", "nodeerrors",
    ];

    /// <summary>Gets the names that are searched for.</summary>
    public static IEnumerable<string> Names =>
        [.. _codes, .. _goodFlags, .. _badFlags, .. _errors, "result", "outcome", "exitcode", "returncode"];

    /// <summary>Gets its words; null when there are none. Not sanitized.</summary>
    public static string? Read(JsonElement output, ReplyTexts texts = default)
    {
        if (output.ValueKind == JsonValueKind.Array)
        {
            var failed = output.EnumerateArray().Take(MaxItems).Where(item => SayFailed(item, texts))
                .Select(item => Read(item, texts)).OfType<string>().Take(3);
            return string.Join("; ", failed) is { Length: > 0 } words ? words : ErrorText.Find(output, texts);
        }

        return ErrorText.Find(output, texts)
            ?? (output.ValueKind == JsonValueKind.Object && !IsOnlyAStatus(output) ? ErrorMembers.Describe(output, texts) : null);
    }

    /// <summary>Gets what it says about itself when there is no image; values of unknown meaning are not shown.</summary>
    public static string? Remark(JsonElement output, ReplyTexts texts = default) =>
        output.ValueKind is JsonValueKind.Object or JsonValueKind.String
            && texts.Text(output)?.Contains("://", StringComparison.Ordinal) != true
            ? ErrorText.Find(output, texts) ?? Complaint(output, texts)
            : null;

    // The first text under any name that mentions a failure.
    private static string? Complaint(JsonElement output, ReplyTexts texts) => output.ValueKind != JsonValueKind.Object ? null
        : output.EnumerateObject().Take(MaxItems)
            .Where(member => ErrorMembers.Name(member) is { } name && !ErrorMembers.IsGiven(name) && SayFailed(member.Value, texts))
            .Select(member => Read(member.Value, texts))
            .FirstOrDefault();

    /// <summary>Determines whether its words are those of an error.</summary>
    public static bool SayFailed(JsonElement output, ReplyTexts texts = default) =>
        output.ValueKind switch
        {
            JsonValueKind.String => IsBrief(output) && texts.Text(output) is { Length: > 0 } text && SaysFailed(text, texts),
            JsonValueKind.Array => AnySayFailed(output, texts),
            JsonValueKind.Object => HasFailed(output) || HasError(output),
            _ => false,
        };

    private static bool AnySayFailed(JsonElement items, ReplyTexts texts)
    {
        var count = 0;
        foreach (var item in items.EnumerateArray())
        {
            if (SayFailed(item, texts))
            {
                return true;
            }

            if (++count == MaxItems)
            {
                break;
            }
        }

        return false;
    }

    public static bool SaysFailed(string text, ReplyTexts texts = default)
    {
        using var inner = NestedJson.EndOf(text, texts);
        return inner is { RootElement.ValueKind: JsonValueKind.Object or JsonValueKind.Array }
            ? SayFailed(inner.RootElement, texts)
            : Failure().IsMatch(text);
    }

    private static bool IsBrief(JsonElement text) => System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(text).Length <= MaxText;

    // "status failed" is known already.
    private static bool IsOnlyAStatus(JsonElement output) =>
        output.EnumerateObject().All(static member => ErrorMembers.Name(member) is null or "status" or "success" or "ok");

    /// <summary>Determines whether it says by its status, or by a word for success, that it has failed.</summary>
    public static bool HasFailed(JsonElement output) => HasMember(output, static (name, value) =>
        ((WorkWords.IsState(name) || name is "result" or "outcome") && WorkWords.StateOf(value) == WorkState.Failed)
        || (Array.IndexOf(_codes, name) >= 0 && value.AsNumber() is < 0 or (>= 400 and < 600))
        || (name is "exitcode" or "returncode" && value.AsNumber() is { } and not 0)
        || (Array.IndexOf(_goodFlags, name) >= 0 && IsNo(value))
        || (Array.IndexOf(_badFlags, name) >= 0 && value.ValueKind == JsonValueKind.True));

    private static bool HasError(JsonElement output) => HasMember(output, static (name, value) =>
        Array.IndexOf(_errors, name) >= 0 && value.ValueKind != JsonValueKind.True && ErrorText.IsError(value));

    private static bool HasMember(JsonElement output, Func<string, JsonElement, bool> isOne)
    {
        if (output.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        var count = 0;
        foreach (var member in output.EnumerateObject())
        {
            if (isOne(WorkWords.NameOf(member), member.Value))
            {
                return true;
            }

            if (++count == MaxItems)
            {
                break;
            }
        }

        return false;
    }

    private static bool IsNo(JsonElement value) =>
        value.ValueKind == JsonValueKind.False || value.AsNumber() is 0 || value.AsWord()?.ToUpperInvariant() is "FALSE" or "NO";

    [GeneratedRegex(
        @"\b(?:errors?|exception|fatal|traceback|fail(?:ed|ure|s)?|cannot|can't|could ?n[o']t|unable to|out of memory|oom|cuda|invalid|denied"
            + @"|unsupported|timed? ?out|timeout|crash(?:ed)?|not found|no such|killed|aborted|unavailable)\b|[a-z](?:Error|Exception)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Failure();
}
