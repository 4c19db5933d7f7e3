using System.Text.Json;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Providers.Kit.Reading;

namespace ImageGeneration.Providers.Modal;

/// <summary>Turns Modal's errors into failures. Its edge answers in plain text that starts with <c>modal-http:</c>; everything else is the
/// application's own.</summary>
internal static class ModalErrors
{
    private static readonly EdgeRow[] Rows =
    [
        new(401, "missing credentials", FailureKind.Unauthorized, "the endpoint asks for a proxy token, wk-… and ws-…"),
        new(401, "invalid credentials", FailureKind.Unauthorized, "the proxy token is none of this workspace"),
        new(404, "is disabled", FailureKind.OutOfCredit, "the workspace is disabled"),
        new(404, "is stopped", FailureKind.Unsupported, "deploy the application again"),
        // Also for some seconds while a deployment restarts: worth another try, and nothing was accepted.
        new(404, "invalid function call", FailureKind.Unavailable, "nothing is deployed under this address"),
        new(408, "Missing request", FailureKind.Unavailable, "the request never reached the application"),
        new(429, "spend limit", FailureKind.OutOfCredit, ""),
        new(500, "function execution timed out", FailureKind.TimedOut, "the function's own time limit"),
        new(500, "terminated by signal", FailureKind.JobFailed, "its container was killed, usually out of memory", 1),
        new(500, "lost track of input", FailureKind.JobFailed, "", 1),
        new(500, "Waited too long for port", FailureKind.JobFailed, "the application did not start"),
    ];

    // A deployment that restarts is back within seconds, and the wait gives up after three such answers.
    private static readonly TimeSpan Restart = TimeSpan.FromSeconds(5);

    // The applications' own Retry-After would hold back all requests.
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(30);

    /// <summary>Creates the failure of an answer that is neither a result nor a redirect.</summary>
    /// <param name="http">The client of the provider.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="phase">The operation: a job that is read is known already, so its 404 is an expired result.</param>
    /// <param name="target">What was requested, in words.</param>
    /// <param name="caller">The caller's words, which are kept out of the message and the judgment.</param>
    public static ProviderFailure FromReply(ProviderHttpClient http, ProviderReply reply, ProviderOperation phase, string target, CallerWords caller = default)
    {
        var text = reply.ReadError() ?? "";
        var isEdge = text.StartsWith("modal-http:", StringComparison.OrdinalIgnoreCase);
        if (Row(reply.Status, text, isEdge) is { } row)
        {
            return FromReply(http, reply, phase, target, caller, row);
        }

        // FastAPI's answer for a function with the default method.
        if (reply.Status == 405 && phase == ProviderOperation.Submit)
        {
            var failure = http.Failure(reply, phase, target, caller);
            return failure with { Message = $"{failure.Message} It takes another method; see {http.Section}:UseGet." };
        }

        // The application itself answered: the call is over, and it refused or failed.
        FailureKind? kind = isEdge || reply.IsPage ? null
            : reply.Status is 400 or 403 or 422 or 429 or 451 or 500 && reply.IsRefusal(caller) ? FailureKind.ContentRejected
            : reply.Status == 500 || (reply.Status > 500 && phase == ProviderOperation.Read && IsJson(reply)) ? FailureKind.JobFailed
            : null;
        var answer = http.Failure(reply, phase, target, caller, kind);
        return isEdge ? answer : FromApplication(answer, caller.TakenOutOf(text), IsJson(reply));
    }

    // An application may refuse one request with any status; an open circuit for all others must not follow from that.
    private static ProviderFailure FromApplication(ProviderFailure failure, string words, bool isJson) => failure with
    {
        Scope = failure.Kind is FailureKind.Unauthorized or FailureKind.OutOfCredit || (failure.Kind == FailureKind.UnknownOutcome && isJson)
            ? FailureScope.Model
            : failure.Scope,
        RetryAfter = failure.RetryAfter > MaxPause ? MaxPause : failure.RetryAfter,
        IsUnexplained = failure.Kind == FailureKind.JobFailed && ErrorClassifier.IsUnexplained(words),
    };

    /// <summary>Creates the job of a read that returned no result: the end of the call, or a passing fault.</summary>
    public static ProviderJob FromRead(ProviderHttpClient http, ProviderReply reply, JobReference job)
    {
        var failure = FromReply(http, reply, ProviderOperation.Read, "job " + job.Id, job.Caller);
        var mayPass = failure is { StatusCode: 404, RetryAfter: not null }
            || failure.Kind is FailureKind.Unavailable or FailureKind.RateLimited or FailureKind.Unauthorized or FailureKind.OutOfCredit;
        return mayPass ? ProviderJob.Unread(failure, job) : ProviderJob.Failed(failure, job);
    }

    private static EdgeRow? Row(int status, string text, bool isEdge) =>
        // The application may refuse a key too, or not know something, in any words.
        status is 401 or 404 && !isEdge
            ? null
            : Array.Find(Rows, row => row.Status == status && text.Contains(row.Text, StringComparison.OrdinalIgnoreCase));

    private static ProviderFailure FromReply(
        ProviderHttpClient http, ProviderReply reply, ProviderOperation phase, string target, CallerWords caller, EdgeRow row)
    {
        // "Not available" would be read until the deadline, and a call that is not found any more hardly comes back.
        var isLost = phase == ProviderOperation.Read && row is { Status: 404, Kind: FailureKind.Unavailable };
        var failure = http.Failure(reply, phase, target, caller, isLost ? FailureKind.JobFailed : row.Kind);
        failure = failure with
        {
            JobRetries = row.Retries,
            Timeout = row.Kind == FailureKind.TimedOut ? TimeoutKind.Run : null,
            RetryAfter = isLost ? Restart : failure.RetryAfter,
        };
        return row.Note.Length == 0 ? failure : failure with { Message = $"{failure.Message.TrimEnd('.')} ({row.Note})." };
    }

    private static bool IsJson(ProviderReply reply) => reply.Json.ValueKind != JsonValueKind.Undefined;

    private sealed record EdgeRow(int Status, string Text, FailureKind Kind, string Note, int Retries = 0);
}
