using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ImageGeneration.Json;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Providers.Kit.Reading;
using ImageGeneration.Redaction;

namespace ImageGeneration.Providers.Replicate;

/// <summary>Turns Replicate's errors into failures: those of calls by status and body, those of predictions by their words.</summary>
internal static class ReplicateErrors
{
    private const string Interrupted = "(code: PA)";

    // 6.4 MiB: jobs with a larger input are interrupted each time.
    private const int MaxInputBytes = 6_710_886;

    // First match wins. Texts as models and platform write them (https://replicate.com/docs/reference/error-codes, read 2026-11-22).
    private static readonly ErrorRow[] Rows =
    [
        new("Prediction timed out", FailureKind.TimedOut),
        new("E1001", FailureKind.JobFailed),
        new("E4875", FailureKind.JobFailed),
        new("out of memory", FailureKind.JobFailed),
        new("(E001)", FailureKind.JobFailed),
        new("(E002)", FailureKind.JobFailed),
        new("(E003)", FailureKind.JobFailed, 2),
        new("(E004)", FailureKind.JobFailed, 2),
        new("Queue is full", FailureKind.JobFailed, 2),
        new(Interrupted, FailureKind.JobFailed, 2),
        new("E9243", FailureKind.JobFailed, 1),
        new("E1000", FailureKind.JobFailed, 2),
        new("E6716", FailureKind.JobFailed, 2),
        new("E8765", FailureKind.JobFailed, 2),
        new("E8367", FailureKind.JobFailed, 2),
        new("E9825", FailureKind.JobFailed, 2),
        new("Director: unexpected error", FailureKind.JobFailed, 2),
    ];

    // "Resets in ~7s" is rounded, and a bucket of one token has nothing to spare.
    private static readonly TimeSpan LowCreditMargin = TimeSpan.FromSeconds(1);

    /// <summary>Creates the failure of a create that was refused.</summary>
    /// <param name="http">The client of the provider.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="model">The model that was requested.</param>
    /// <param name="target">The model in words, with its setting.</param>
    /// <param name="caller">The caller's words, which are kept out of the message and the judgment.</param>
    public static ProviderFailure FromSubmit(
        ProviderHttpClient http, ProviderReply reply, ReplicateModel model, string target, CallerWords caller)
    {
        if (reply.Status == 404 && model.MayBeUnofficial)
        {
            var failure = http.Failure(reply, ProviderOperation.Submit, target, caller);
            return failure with { Message = $"{failure.Message} A model that is not an official one is called as owner/name:version." };
        }

        if (reply.Status != 422 || reply.IsPage)
        {
            // Counts as a refusal: as an unknown outcome, an outage would end every request here instead of moving on.
            var failure = http.Failure(reply, ProviderOperation.Submit, target, caller, reply.Status == 503 ? FailureKind.Unavailable : null);
            return IsLowCredit(failure, reply) ? failure with { RetryAfter = failure.RetryAfter + LowCreditMargin } : failure;
        }

        // "The specified version does not exist": no such model, with another status.
        if (reply.Json.Text("title"u8)?.Contains("Invalid version", StringComparison.OrdinalIgnoreCase) == true)
        {
            return http.Failure(reply, ProviderOperation.Submit, target, caller, FailureKind.Unsupported);
        }

        return InvalidFields(reply.Json) is { } fields && !reply.IsRefusal(caller)
            ? HttpFailure.Create(http, FailureKind.InvalidRequest, reply.Status, target, http.Text.Sanitize(fields, caller.Prompt))
            : http.Failure(reply, ProviderOperation.Submit, target, caller);
    }

    /// <summary>Creates the failure of a health check.</summary>
    public static ProviderFailure FromHealth(ProviderHttpClient http, ProviderReply reply) =>
        reply.Status is 404 or 405 or 410
            ? new(FailureKind.Unsupported, $"{http.Name} has no account route ({reply.Status}). Check {http.Section}:BaseUrl.")
            {
                StatusCode = reply.Status,
            }
            : http.Failure(reply, ProviderOperation.Read, "the account");

    /// <summary>Creates the failure of a prediction that failed.</summary>
    /// <param name="http">The client of the provider.</param>
    /// <param name="id">The job's id.</param>
    /// <param name="prediction">The prediction.</param>
    /// <param name="caller">The caller's words, which are kept out of the message and the judgment; the echo in the job adds to
    /// them.</param>
    /// <param name="texts">The texts of the reply. Its long texts are input, as the job failed.</param>
    public static ProviderFailure FromPrediction(
        ProviderHttpClient http, string id, JsonElement prediction, CallerWords caller, ReplyTexts texts = default)
    {
        // Some models succeed with the words of an error as their output.
        var member = prediction.Member("error"u8) is var given && !given.IsNothing() ? given : prediction.Member("output"u8);
        var error = WorkerWords.Read(member, texts) ?? ErrorMembers.Describe(member, texts);
        caller = Asked(prediction, caller);
        var said = http.Text.Sanitize(error ?? "no reason given", caller.Prompt).TrimEnd('.');
        var words = caller.TakenOutOf(error ?? "");
        if (RefusalDetector.IsRefusal(member, caller, texts) || (IsVague(words) && IsRefusedIn(prediction, caller, texts))
            || WorkWords.IsRefused(prediction.Member("status"u8).AsWord(), words.Trim()))
        {
            return Refused(http, id, said);
        }

        foreach (var row in Rows)
        {
            if (words.Contains(row.Text, StringComparison.OrdinalIgnoreCase))
            {
                return row.Kind switch
                {
                    FailureKind.TimedOut => new(row.Kind, $"Job {id} ran past the limit of {http.Name}: {said}.") { Timeout = TimeoutKind.Run },
                    _ when row.Text == Interrupted && IsLarge(prediction.Member("input"u8), texts.Bytes) => new(
                        row.Kind, $"Job {id} at {http.Name} failed: {said}. Its input is too large; give images as links, not data."),
                    _ => new(row.Kind, $"Job {id} at {http.Name} failed: {said}.") { JobRetries = row.Retries },
                };
            }
        }

        return new(FailureKind.JobFailed, $"Job {id} at {http.Name} failed: {said}.") { IsUnexplained = ErrorClassifier.IsUnexplained(words) };
    }

    /// <summary>Determines whether the log of a prediction says that a filter refused.</summary>
    public static bool IsRefusedIn(JsonElement prediction, CallerWords caller, ReplyTexts texts) =>
        texts.Text(prediction.Member("logs"u8)) is { } logs
        && ContentRefusal.IsVerdictIn(Asked(prediction, caller).TakenOutOf(Sentences.LastOf(logs).ToString()));

    public static ProviderFailure Refused(ProviderHttpClient http, string id, string said) =>
        new(FailureKind.ContentRejected, $"Content policy violation: job {id} at {http.Name}: {said}.");

    public static CallerWords Asked(JsonElement prediction, CallerWords caller)
    {
        var input = prediction.Member("input"u8);
        return caller.Or(input.Text("prompt"u8), input.Text("negative_prompt"u8));
    }

    // What wraps a model's own error says nothing about it.
    private static bool IsVague(string words) =>
        words.Length == 0 || words.Contains("An error occurred while processing your request", StringComparison.OrdinalIgnoreCase)
        || ErrorClassifier.IsUnexplained(words);

    private static bool IsLarge(JsonElement input, int longTexts) =>
        input.ValueKind == JsonValueKind.Object && JsonMarshal.GetRawUtf8Value(input).Length + longTexts > MaxInputBytes;

    private static bool IsLowCredit(ProviderFailure failure, ProviderReply reply) =>
        failure.Kind == FailureKind.RateLimited
        && reply.Json.Text("detail"u8)?.Contains("burst of 1 ", StringComparison.OrdinalIgnoreCase) == true;

    private static string? InvalidFields(JsonElement body)
    {
        var fields = body.Member("invalid_fields"u8);
        if (fields.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var field in fields.EnumerateArray())
        {
            if (text.Length > MessageSanitizer.MaxLength)
            {
                break;
            }

            if (field.Text("description"u8) is { } description)
            {
                text.Append(text.Length == 0 ? "" : "; ");
                text.Append(field.Text("field"u8) is { Length: > 0 } name ? $"{name}: {description}" : description);
            }
        }

        return text.Length == 0 ? null : text.ToString();
    }

    private sealed record ErrorRow(string Text, FailureKind Kind, int Retries = 0);
}
