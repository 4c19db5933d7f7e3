using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Faults;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Replicate's error bodies, word for word.</summary>
internal static class ReplicateProblems
{
    /// <summary>The reason of a 429 for an account with little credit.</summary>
    public const string LowCredit = Reduced + "while you have less than $5.0 in credit. ";

    /// <summary>The reason of a 429 for granted credit.</summary>
    public const string NoPaymentMethod = Reduced + "until you add a payment method. ";

    private const string Reduced =
        "Your rate limit for creating predictions is reduced to 6 requests per minute with a burst of 1 requests ";

    private const string ProblemType = "application/problem+json";

    /// <summary>The body of each problem that has a name.</summary>
    public static ApiReply For(ReplicateProblem problem) => problem switch
    {
        ReplicateProblem.InvalidToken => InvalidToken(),
        ReplicateProblem.ExpiredToken => ExpiredToken(),
        ReplicateProblem.MissingToken => MissingToken(),
        ReplicateProblem.InsufficientCredit => InsufficientCredit(),
        ReplicateProblem.Blocked => Blocked(),
        ReplicateProblem.FileTooLarge => FileTooLarge(),
        ReplicateProblem.InvalidVersion => InvalidVersion(),
        ReplicateProblem.InvalidInput => InvalidInput(
        [
            new("required", "input", "prompt is required"),
            new("number_lte", "input.num_inference_steps", "Must be less than or equal to 4"),
        ]),
        ReplicateProblem.UnknownMember => InvalidInput(
        [
            new("required", "", "version is required"),
            new("additional_property_not_allowed", "", "Additional property model is not allowed"),
        ]),
        _ => NotFound(),
    };

    public static ApiReply MissingToken() => Problem(401, null, "Authorization header required", withStatus: false);

    public static ApiReply InvalidToken() => Problem(401, "Unauthenticated", "You did not pass a valid authentication token");

    public static ApiReply ExpiredToken() => ApiReply.Json(
        401,
        new JsonObject { ["status"] = 401, ["detail"] = "Invalid or expired API token.", ["title"] = "Authentication required" },
        ProblemType);

    public static ApiReply Blocked() => ApiReply.Text(403, EdgePage("Sorry, you have been blocked"), "text/html; charset=UTF-8");

    public static ApiReply InsufficientCredit() => Problem(
        402,
        "Insufficient credit",
        "You have insufficient credit to run this model. Go to https://replicate.com/account/billing#billing to purchase credit. "
        + "Once you purchase credit, please wait a few minutes before trying again.");

    public static ApiReply NotFound() => Problem(404, null, "The requested resource could not be found.");

    public static ApiReply InvalidVersion() => Problem(
        422,
        "Invalid version or not permitted",
        "The specified version does not exist (or perhaps you don't have permission to use it?)");

    public static ApiReply NotJson() => Problem(400, null, "Invalid input");

    public static ApiReply InvalidHeader(string detail) => Problem(422, "Invalid header", detail);

    public static ApiReply NoDestination() => Problem(404, null, "The specified training destination does not exist");

    public static ApiReply NoFile() => Problem(404, null, "File not found", withStatus: false);

    public static ApiReply FileTooLarge() => Problem(413, null, "Files must be less than 100MB in size", withStatus: false);

    public static ApiReply Conflict(string detail) => Problem(409, "Conflict", detail);

    public static ApiReply Throttled(RateLimit limit)
    {
        var wait = limit.Hint == RateLimitHint.OlderText
            ? $"Expected available in {limit.Seconds} {(limit.Seconds == 1 ? "second" : "seconds")}."
            : limit.InBody ? $"Your rate limit resets in ~{limit.Seconds}s." : "";
        var inMembers = limit.Hint is RateLimitHint.HeaderAndBody or RateLimitHint.Body;
        return ApiReply.Json(
            429,
            new JsonObject { ["detail"] = $"Request was throttled. {limit.Reason}{wait}".TrimEnd() }
                .AddIf(inMembers, "status", 429)
                .AddIf(inMembers, "retry_after", limit.Seconds),
            ProblemType);
    }

    public static ApiReply InvalidInput(IReadOnlyList<InvalidField> fields) => ApiReply.Json(
        422,
        new JsonObject
        {
            ["detail"] = string.Concat(fields.Select(Line)),
            ["status"] = 422,
            ["title"] = "Input validation failed",
            ["invalid_fields"] = fields.Select(field => new JsonObject
            {
                ["type"] = field.Type,
                ["field"] = field.Field,
                ["description"] = field.Description,
            }).ToJsonArray(),
        },
        ProblemType);

    /// <summary>Returns what Replicate, or the network in front of it, sends with a status.</summary>
    public static ApiReply For(int status) => status switch
    {
        400 => NotJson(),
        401 => InvalidToken(),
        402 => InsufficientCredit(),
        403 => Blocked(),
        404 => NotFound(),
        413 => FileTooLarge(),
        422 => InvalidVersion(),
        429 => Throttled(new RateLimit(30, RateLimitHint.Body)),
        500 => Problem(500, null, "Internal server error", withStatus: false),
        >= 502 => ApiReply.Text(status, EdgePage($"Error {status}"), "text/html; charset=UTF-8"),
        _ => Problem(status, null, "Simulated error"),
    };

    private static string Line(InvalidField complaint) =>
        complaint.Field.Length == 0 ? $"- {complaint.Description}\n" : $"- {complaint.Field}: {complaint.Description}\n";

    private static string EdgePage(string title) =>
        $"<!DOCTYPE html>\n<html lang=\"en-US\"><head><title>{title} | api.replicate.com | Cloudflare</title></head>"
        + $"<body><h1>{title}</h1></body></html>\n";

    private static ApiReply Problem(int status, string? title, string detail, bool withStatus = true) => ApiReply.Json(
        status,
        new JsonObject().AddIf(title is not null, "title", title).AddIf(true, "detail", detail).AddIf(withStatus, "status", status),
        ProblemType);
}
