using System.Text.Json;
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
    public static ApiReply Of(ReplicateProblem problem) => problem switch
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
        0,
        static (json, _) =>
        {
            json.WriteStartObject();
            json.WriteNumber("status", 401);
            json.WriteString("detail", "Invalid or expired API token.");
            json.WriteString("title", "Authentication required");
            json.WriteEndObject();
        },
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

    public static ApiReply Throttled(RateLimit limit) => ApiReply.Json(
        429,
        limit,
        static (json, it) =>
        {
            var wait = it.Hint == RateLimitHint.OlderText
                ? $"Expected available in {it.Seconds} {(it.Seconds == 1 ? "second" : "seconds")}."
                : it.InBody ? $"Your rate limit resets in ~{it.Seconds}s." : "";
            json.WriteStartObject();
            json.WriteString("detail", $"Request was throttled. {it.Reason}{wait}".TrimEnd());
            if (it.Hint is RateLimitHint.HeaderAndBody or RateLimitHint.Body)
            {
                json.WriteNumber("status", 429);
                json.WriteNumber("retry_after", it.Seconds);
            }

            json.WriteEndObject();
        },
        ProblemType);

    public static ApiReply InvalidInput(IReadOnlyList<InvalidField> fields) => ApiReply.Json(
        422,
        fields,
        static (json, complaints) =>
        {
            json.WriteStartObject();
            json.WriteString("detail", string.Concat(complaints.Select(Line)));
            json.WriteNumber("status", 422);
            json.WriteString("title", "Input validation failed");
            json.WriteStartArray("invalid_fields");
            foreach (var complaint in complaints)
            {
                json.WriteStartObject();
                json.WriteString("type", complaint.Type);
                json.WriteString("field", complaint.Field);
                json.WriteString("description", complaint.Description);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        },
        ProblemType);

    /// <summary>What Replicate, or the network in front of it, sends with a status.</summary>
    public static ApiReply Of(int status) => status switch
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
        (status, title, detail, withStatus),
        static (json, problem) =>
        {
            json.WriteStartObject();
            if (problem.title is not null)
            {
                json.WriteString("title", problem.title);
            }

            json.WriteString("detail", problem.detail);
            if (problem.withStatus)
            {
                json.WriteNumber("status", problem.status);
            }

            json.WriteEndObject();
        },
        ProblemType);
}
