using ImageGeneration.Providers.Http;
using ImageGeneration.Providers.Wire;

namespace ImageGeneration.Providers.Modal;

/// <summary>Modal's errors as failures. Its edge speaks plain text that starts with <c>modal-http:</c>; all else is the application's
/// own.</summary>
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

    /// <summary>An answer that is neither a result nor a redirect.</summary>
    /// <param name="http">Who was asked.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="phase">A job that is read is known already: its 404 is an expired result.</param>
    /// <param name="target">What was asked for, in words.</param>
    /// <param name="prompt">Kept out of the message.</param>
    public static ProviderFailure Of(ProviderHttp http, ProviderReply reply, CallPhase phase, string target, string? prompt = null)
    {
        var text = ErrorText.Of(reply) ?? "";
        var isEdge = text.StartsWith("modal-http:", StringComparison.OrdinalIgnoreCase);
        if (phase == CallPhase.Submit || reply.Status != 404)
        {
            foreach (var row in Rows)
            {
                if (row.Status == reply.Status && text.Contains(row.Text, StringComparison.OrdinalIgnoreCase))
                {
                    return Of(http, reply, phase, target, prompt, row);
                }
            }
        }

        FailureKind? kind = isEdge || reply.Status is not (400 or 422 or 500) ? null
            : ErrorWords.AreRefusal(text) && !ErrorWords.AreValidation(text) ? FailureKind.ContentRejected
            // The application itself answered: the call is over, and it failed.
            : reply.Status == 500 ? FailureKind.JobFailed
            : null;
        return http.Failure(reply, phase, target, prompt, kind);
    }

    private static ProviderFailure Of(ProviderHttp http, ProviderReply reply, CallPhase phase, string target, string? prompt, EdgeRow row)
    {
        var failure = http.Failure(reply, phase, target, prompt, row.Kind) with
        {
            JobRetries = row.Retries,
            Clock = row.Kind == FailureKind.TimedOut ? "run" : null,
        };
        return row.Note.Length == 0 ? failure : failure with { Message = $"{failure.Message.TrimEnd('.')} ({row.Note})." };
    }

    private sealed record EdgeRow(int Status, string Text, FailureKind Kind, string Note, int Retries = 0);
}
