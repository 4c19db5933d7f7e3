using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImageGeneration.Json;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Providers.Kit.Reading;

namespace ImageGeneration.Providers.RunPod;

/// <summary>Turns RunPod's errors into failures: those of calls by status and body, those of jobs by their words, which come from the
/// platform, from any worker's Python, or from a partner behind a public endpoint.</summary>
internal static partial class RunPodErrors
{
    /// <summary>Creates the failure of a submit that was refused.</summary>
    public static ProviderFailure FromSubmit(ProviderHttpClient http, ProviderReply reply, string target, CallerWords caller)
    {
        var text = reply.ReadError() ?? "";
        if (text.Contains("LB API", StringComparison.OrdinalIgnoreCase))
        {
            var failure = http.Failure(reply, ProviderOperation.Submit, target, caller, FailureKind.Unsupported);
            return failure with { Message = $"{failure.Message} It is a load-balancing endpoint, which has no queue." };
        }

        // The host is often mistyped: the other one answers 404 to everything.
        if (reply.Status == 404 && http.BaseUrl?.Host.EndsWith(".runpod.io", StringComparison.OrdinalIgnoreCase) == true)
        {
            var failure = http.Failure(reply, ProviderOperation.Submit, target, caller);
            return failure with { Message = $"{failure.Message} Check {http.Section}:BaseUrl: the API is at https://api.runpod.ai/v2." };
        }

        var isEmpty = !reply.IsPage && reply.Status is 400 or 422 or 429 && !reply.IsRefusal(caller)
            && ErrorClassifier.IsBilling(caller.TakenOutOf(text));
        return http.Failure(reply, ProviderOperation.Submit, target, caller, isEmpty ? FailureKind.OutOfCredit : null);
    }

    /// <summary>Creates the failure of a job that failed.</summary>
    /// <param name="http">The client of the provider.</param>
    /// <param name="id">The job's id.</param>
    /// <param name="envelope">The job; its <c>error</c> is a text, a JSON document in a text, a list or an object; its output may add to
    /// it.</param>
    /// <param name="caller">The caller's words, which are kept out of the message and the judgment; an echo in the job adds to
    /// them.</param>
    /// <param name="texts">The texts of the reply.</param>
    public static ProviderFailure FromJob(ProviderHttpClient http, string id, JsonElement envelope, CallerWords caller, ReplyTexts texts = default)
    {
        var (error, output) = (envelope.Member("error"u8), envelope.Member("output"u8));
        var text = ErrorText.Find(error, texts) ?? ErrorMembers.Describe(error, texts)
            ?? (WorkerWords.SayFailed(output, texts) ? WorkerWords.Read(output, texts) : ErrorText.Find(output, texts))
            ?? ErrorText.Find(output.Member("details"u8), texts);
        caller = Asked(envelope, caller);
        var words = caller.TakenOutOf(text ?? "");
        var isRefused = RefusalDetector.IsRefusal(error, caller, texts) || RefusalDetector.IsRefusal(output, caller, texts)
            || WorkWords.IsRefused(envelope.Member("status"u8).AsWord(), words.Trim());
        text ??= isRefused ? WorkerWords.Read(output, texts) : null;
        var (kind, note, retries) = isRefused ? (FailureKind.ContentRejected, "", 0) : Classify(words, texts.Text(error) ?? "");
        var said = http.Text.Sanitize(text ?? "no reason given", caller.Prompt).TrimEnd('.') + note;
        return kind switch
        {
            FailureKind.ContentRejected => new(kind, $"Content policy violation: job {id} at {http.Name}: {said}."),
            FailureKind.TimedOut => new(kind, $"Job {id} at {http.Name} ran out of time: {said}.") { Timeout = TimeoutKind.Run },
            FailureKind.OutOfCredit => new(kind, $"{http.Name} has no credit left: job {id}: {said}.") { Scope = FailureScope.Model },
            FailureKind.InvalidRequest => new(kind, $"{http.Name} refused the input of job {id}: {said}."),
            _ => new(kind, $"Job {id} at {http.Name} failed: {said}.")
            {
                JobRetries = retries,
                IsUnexplained = note.Length == 0 && ErrorClassifier.IsUnexplained(words),
            },
        };
    }

    public static CallerWords Asked(JsonElement envelope, CallerWords caller)
    {
        var input = envelope.Member("input"u8);
        return caller.Or(input.Text("prompt"u8), input.Text("negative_prompt"u8));
    }

    private static (FailureKind Kind, string Note, int Retries) Classify(string text, string raw)
    {
        if (ErrorClassifier.IsValidation(text))
        {
            return (FailureKind.InvalidRequest, "", 0);
        }

        if (text.Contains("executionTimeout exceeded", StringComparison.OrdinalIgnoreCase))
        {
            return (FailureKind.TimedOut, "", 0);
        }

        if (Partner().Match(raw) is { Success: true } partner)
        {
            return int.Parse(partner.Groups[1].ValueSpan, CultureInfo.InvariantCulture) switch
            {
                400 or 422 => (FailureKind.InvalidRequest, "", 0),
                401 or 403 => (FailureKind.JobFailed, " (RunPod's own account at its partner was refused, not your key)", 0),
                429 or >= 500 => (FailureKind.JobFailed, " (at RunPod's partner)", 1),
                _ => (FailureKind.JobFailed, "", 0),
            };
        }

        if (text.Contains("out of memory", StringComparison.OrdinalIgnoreCase))
        {
            return (FailureKind.JobFailed, "", 0);
        }

        if (ErrorClassifier.IsBilling(text))
        {
            return (FailureKind.OutOfCredit, "", 0);
        }

        var givenUp = text.StartsWith("job timed out after", StringComparison.OrdinalIgnoreCase);
        return (FailureKind.JobFailed, givenUp ? " (the worker was lost, crashed, or refused the input)" : "", 0);
    }

    [GeneratedRegex(@"Error submitting task: ([0-9]{3})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Partner();
}
