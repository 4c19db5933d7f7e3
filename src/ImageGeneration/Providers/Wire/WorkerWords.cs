using System.Text.Json;
using System.Text.RegularExpressions;

namespace ImageGeneration.Providers.Wire;

/// <summary>What a worker says in the place of an image: workers return their errors as they return pictures.</summary>
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
            ? ErrorText.Of(output) ?? Complaint(output)
            : null;

    // The first text under any name that speaks of a failure.
    private static string? Complaint(JsonElement output) => output.ValueKind != JsonValueKind.Object ? null
        : output.EnumerateObject().Take(MaxItems)
            .Where(static member => ErrorMembers.Name(member) is { } name && !ErrorMembers.IsGiven(name) && SayFailed(member.Value))
            .Select(static member => Of(member.Value))
            .FirstOrDefault();

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
    public static bool HasFailed(JsonElement output) => HasMember(output, static (name, value) =>
        ((WorkWords.IsState(name) || name is "result" or "outcome") && WorkWords.StateOf(value.AsText()) == WorkState.Failed)
        || (Array.IndexOf(_codes, name) >= 0 && value.AsNumber() is < 0 or (>= 400 and < 600))
        || (name is "exitcode" or "returncode" && value.AsNumber() is { } and not 0)
        || (Array.IndexOf(_goodFlags, name) >= 0 && IsNo(value))
        || (Array.IndexOf(_badFlags, name) >= 0 && value.ValueKind == JsonValueKind.True));

    private static bool HasError(JsonElement output) => HasMember(output, static (name, value) =>
        Array.IndexOf(_errors, name) >= 0 && value.ValueKind != JsonValueKind.True && ErrorText.IsError(value));

    private static bool HasMember(JsonElement output, Func<string, JsonElement, bool> isOne) =>
        output.ValueKind == JsonValueKind.Object
        && output.EnumerateObject().Take(MaxItems).Any(member => isOne(WorkWords.NameOf(member), member.Value));

    private static bool IsNo(JsonElement value) =>
        value.ValueKind == JsonValueKind.False || value.AsNumber() is 0 || value.AsText()?.ToUpperInvariant() is "FALSE" or "NO";

    [GeneratedRegex(
        @"\b(?:errors?|exception|fatal|traceback|fail(?:ed|ure|s)?|cannot|can't|could ?n[o']t|unable to|out of memory|oom|cuda|invalid|denied"
            + @"|unsupported|timed? ?out|timeout|crash(?:ed)?|not found|no such|killed|aborted|unavailable)\b|[a-z](?:Error|Exception)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Failure();
}
