using ImageGeneration.Providers.Kit.Reading;

namespace ImageGeneration.Providers.Kit;

/// <summary>Maps the end of a call to a failure kind, for what all providers have in common.</summary>
internal static class HttpFailure
{
    public static FailureKind KindOf(ProviderReply reply, ProviderOperation phase) =>
        reply.Status switch
        {
            // The answer of a firewall, about this request alone: nothing behind it has seen the call, and its key is another matter.
            403 or 503 when reply.IsPage => FailureKind.Unavailable,
            >= 400 and < 500 and not (404 or 405 or 408 or 410) when reply.IsPage && phase == ProviderOperation.Submit => FailureKind.Unavailable,
            401 or 403 => FailureKind.Unauthorized,
            402 => FailureKind.OutOfCredit,
            429 => FailureKind.RateLimited,
            404 or 405 or 410 => phase == ProviderOperation.Submit ? FailureKind.Unsupported : FailureKind.JobFailed,
            407 or 425 => FailureKind.Unavailable,
            // Cloudflare's status for a server that it could not connect to.
            521 or 523 or 525 or 526 or 530 => FailureKind.Unavailable,
            // A 503 may come from a gateway behind which the job was queued; a provider that promises otherwise says so itself. A 303 says
            // "the result is elsewhere": something was accepted.
            303 or 408 or >= 500 => phase == ProviderOperation.Submit ? FailureKind.UnknownOutcome : FailureKind.Unavailable,
            >= 300 and < 400 => phase == ProviderOperation.Submit ? FailureKind.Unsupported : FailureKind.Unavailable,
            _ => FailureKind.InvalidRequest,
        };

    /// <summary>Determines whom an answer concerns. Anyone who can type a prompt can cause the answers of a firewall, a model or an
    /// application, and must not stop others with them.</summary>
    public static FailureScope ScopeOf(ProviderReply reply, FailureKind kind, string detail) =>
        reply switch
        {
            { IsPage: true, Status: < 500 } => FailureScope.Request,
            // A key may be restricted to some models or endpoints.
            { Status: 403 } => FailureScope.Model,
            _ when kind == FailureKind.OutOfCredit && ErrorClassifier.ConcernsModel(detail) => FailureScope.Model,
            _ => FailureScope.Provider,
        };

    /// <summary>Creates a failure with its message.</summary>
    /// <param name="http">The client of the provider.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="target">What was requested, such as <c>model x (setting …)</c> or <c>job 17</c>.</param>
    /// <param name="detail">The provider's words, sanitized; may be empty.</param>
    public static ProviderFailure Create(ProviderHttpClient http, FailureKind kind, int status, string target, string detail)
    {
        var name = http.Name;
        var said = detail.Length == 0 ? "" : ": " + detail.TrimEnd('.');
        var message = kind switch
        {
            FailureKind.Unauthorized => $"Authentication failed at {name} ({status}){said}. Check {http.KeySetting}.",
            FailureKind.OutOfCredit => $"{name} has no credit left ({status}){said}.",
            FailureKind.RateLimited => $"{name} takes no more requests right now ({status}){said}.",
            FailureKind.InvalidRequest => $"{name} refused the input ({status}){said}.",
            FailureKind.ContentRejected => $"Content policy violation: {name} refused {target} ({status}){said}.",
            FailureKind.Unsupported when status is >= 300 and < 400 =>
                $"{name} answered with a redirect ({status}), which is not followed{said}. Check {http.Section}:BaseUrl.",
            FailureKind.Unsupported => $"{name} does not know {target} ({status}){said}.",
            FailureKind.UnknownOutcome => $"{name} answered {status} to the submit{said}; a job may run all the same.",
            FailureKind.JobFailed when status is 404 or 410 =>
                $"{name} no longer knows {target} ({status}){said}: it has expired, or belongs elsewhere.",
            FailureKind.JobFailed or FailureKind.TimedOut => $"{name} failed {target} ({status}){said}.",
            _ => $"{name} is not available ({status}){said}.",
        };
        return new(kind, message) { StatusCode = status };
    }

    /// <summary>Creates the failure of a call without an answer.</summary>
    public static ProviderFailure FromException(ProviderHttpClient http, ProviderOperation phase, Exception exception, bool mayHaveBeenSent)
    {
        // The outer exception names the address when there was no connection, and otherwise only says that something went wrong.
        var told = exception is HttpRequestException { HttpRequestError: HttpRequestError.Unknown or HttpRequestError.ResponseEnded }
            ? exception.GetBaseException()
            : exception;
        var reason = http.Text.Sanitize(told.Message);
        if (phase != ProviderOperation.Submit || SurelyNotConnected(exception, mayHaveBeenSent))
        {
            return new(FailureKind.Unavailable, $"{http.Name} cannot be reached: {reason}");
        }

        return new(FailureKind.UnknownOutcome, $"The answer of {http.Name} to the submit was lost; a job may run all the same: {reason}");
    }

    /// <summary>Creates the failure of a submit whose wait for the answer ended after it may have been sent.</summary>
    public static ProviderFailure Abandoned(ProviderHttpClient http) =>
        new(FailureKind.UnknownOutcome, $"{http.Name} did not answer the submit in time; a job may run all the same.");

    /// <summary>Creates the failure of an answer whose status is a success but that cannot be used.</summary>
    public static ProviderFailure Unreadable(ProviderHttpClient http, ProviderOperation phase, int status, string why)
    {
        var (kind, message) = phase == ProviderOperation.Submit
            ? (FailureKind.UnknownOutcome, $"{http.Name} answered {status} to the submit, {why}; a job may run all the same.")
            : (FailureKind.Unavailable, $"{http.Name} answered {status}, {why}.");
        return new(kind, message) { StatusCode = status };
    }

    /// <summary>Creates the failure of a success that names no job. Some firewalls refuse a request under 200, with a page.</summary>
    public static ProviderFailure WithoutJob(ProviderHttpClient http, ProviderReply reply, string what) =>
        Unreadable(http, ProviderOperation.Submit, reply.Status, reply.Without(what)) with
        {
            Scope = reply.IsPage ? FailureScope.Request : FailureScope.Provider,
        };

    public static ProviderFailure TooLarge(ProviderHttpClient http, ProviderOperation phase, int status, string why) =>
        phase == ProviderOperation.Submit
            ? Unreadable(http, phase, status, why)
            : new(FailureKind.JobFailed, $"{http.Name} answered {status}, {why}: the result does not fit.") { StatusCode = status };

    private static bool SurelyNotConnected(Exception exception, bool mayHaveBeenSent) =>
        exception switch
        {
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
            } => true,
            OperationCanceledException { InnerException: TimeoutException } => !mayHaveBeenSent,
            _ => false,
        };
}
