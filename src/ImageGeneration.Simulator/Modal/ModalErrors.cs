using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Faults;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Modal;

/// <summary>What Modal's edge and a FastAPI application say when something is wrong.</summary>
internal static class ModalErrors
{
    private static readonly Dictionary<ModalEdgeError, (int Status, string Text)> Texts = new()
    {
        [ModalEdgeError.MissingCredentials] = (401, "modal-http: missing credentials for proxy authorization"),
        [ModalEdgeError.InvalidCredentials] = (401, "modal-http: invalid credentials for proxy authorization"),
        [ModalEdgeError.InvalidFunctionCall] = (404, "modal-http: invalid function call"),
        [ModalEdgeError.AppStopped] = (404, "modal-http: app for invoked web endpoint is stopped"),
        [ModalEdgeError.WorkspaceDisabled] = (404, "modal-http: workspace ac-u5ZJdJ3wpuBmkVVpaZWcQl is disabled"),
        [ModalEdgeError.MissingRequest] = (408, "Missing request, possibly due to expiry or cancellation"),
        [ModalEdgeError.SpendLimit] = (429, "modal-http: Webhook failed: workspace billing cycle spend limit reached"),
        // Not documented: only that it is a 429.
        [ModalEdgeError.RateLimit] = (429, "modal-http: rate limit exceeded"),
        [ModalEdgeError.FunctionTimedOut] = (500, "modal-http: internal error: function execution timed out"),
        [ModalEdgeError.Terminated] = (500, "modal-http: internal error: function was terminated by signal"),
        [ModalEdgeError.LostInput] =
            (500, "modal-http: internal error: status InternalFailure: Server has lost track of input"),
        [ModalEdgeError.StartupFailed] =
            (500, "modal-http: internal server error: status Failure: TimeoutError('Waited too long for port 8000 to open')"),
        [ModalEdgeError.BadRedirectMethod] = (400, "modal-http: bad redirect method"),
    };

    public static (int Status, string Text) Edge(ModalEdgeError error) => Texts[error];

    public static ApiReply For(ModalEdgeError error) => ApiReply.Text(Texts[error].Status, Texts[error].Text);

    /// <summary>A call that failed: the edge's own texts with their status, anything else as an exception of the application.</summary>
    public static ApiReply Failed(string? error)
    {
        var known = Texts.Values.FirstOrDefault(candidate => candidate.Text == error);
        return known.Text is null ? ApiReply.Text(500, "Internal Server Error") : ApiReply.Text(known.Status, known.Text);
    }

    public static ApiReply WrongBearer() => Detail(401, "Incorrect bearer token").With("WWW-Authenticate", "Bearer");

    public static ApiReply Detail(int status, string text) => ApiReply.Json(status, new JsonObject { ["detail"] = text });

    /// <summary>FastAPI's list of complaints.</summary>
    public static ApiReply Unprocessable(params IEnumerable<ModalComplaint> complaints) => ApiReply.Json(422, new JsonObject
    {
        ["detail"] = complaints.Select(complaint => new JsonObject
        {
            ["type"] = complaint.Type,
            ["loc"] = new JsonArray(complaint.Place, complaint.Field),
            ["msg"] = complaint.Message,
            ["input"] = JsonNode.Parse(complaint.Input),
        }).ToJsonArray(),
    });

    public static ApiReply Throttled(RateLimit limit) =>
        limit.InBody ? ApiReply.Text(429, $"modal-http: retry after {limit.Seconds}s") : For(ModalEdgeError.RateLimit);

    /// <summary>What a fault's status looks like on Modal.</summary>
    public static ApiReply For(int status) => status switch
    {
        401 => For(ModalEdgeError.InvalidCredentials),
        404 => For(ModalEdgeError.InvalidFunctionCall),
        408 => For(ModalEdgeError.MissingRequest),
        429 => For(ModalEdgeError.RateLimit),
        500 => ApiReply.Text(500, "Internal Server Error"),
        >= 502 => ApiReply.Text(status, "modal-http: internal error: upstream connect error"),
        _ => Detail(status, "Simulated error"),
    };
}

/// <summary>One complaint of FastAPI's: pydantic's type, where, and the words.</summary>
internal sealed record ModalComplaint(string Type, string Place, string Field, string Message, string Input);
