using System.Text.Json;
using ImageGeneration.Json;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Providers.Kit.Reading;

namespace ImageGeneration.Providers.RunPod;

/// <summary>Reads RunPod's job envelope as a job. Only the status says that a job has ended: a running one may have an output
/// too.</summary>
internal readonly ref struct RunPodJob(
    ProviderHttpClient http,
    ProviderReply reply,
    JobReference reference,
    CallerWords caller,
    OutputMember? member = null,
    CancellationToken cancellationToken = default)
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan SyncPoll = TimeSpan.FromSeconds(2);

    private readonly JsonElement _envelope = reply.Json;

    /// <summary>Determines whether a document is a job's envelope, which may come under any HTTP status: its words are those of a job, and
    /// not of an error's body.</summary>
    public static bool IsEnvelope(JsonElement json) => json.Member("id"u8).AsId() is not null && IsEnd(json) is not null;

    /// <summary>Determines whether the status is an end; null when it is not the status of a job, or an unknown word.</summary>
    public static bool? IsEnd(JsonElement json) =>
        Word(json) switch
        {
            "IN_QUEUE" or "IN_PROGRESS" or "RUNNING" => false,
            "COMPLETED" or "FAILED" or "CANCELLED" or "CANCELED" or "TIMED_OUT" => true,
            _ => null,
        };

    public ProviderJob ToJob() =>
        Word(_envelope) switch
        {
            "COMPLETED" => Completed(),
            "FAILED" => Failed(),
            "CANCELLED" or "CANCELED" => Ended(new(FailureKind.Canceled, $"Job {reference.Id} was canceled at {http.Name}.")),
            "TIMED_OUT" => Ended(TimedOut()),
            // Servers with RunPod's API have words of their own; an unknown word is not an end.
            var word => WorkWords.StateOf(word) switch
            {
                WorkState.Done => Completed(),
                WorkState.Failed => Failed(),
                WorkState.Waiting => new() { Reference = reference, Status = JobStatus.Queued, PollAfter = PollAfter() },
                _ => new() { Reference = reference, Status = JobStatus.Running, QueueTime = QueueTime(), PollAfter = PollAfter() },
            },
        };

    private ProviderJob Failed() => Ended(RunPodErrors.FromJob(http, reference.Id, _envelope, caller, reply.Texts));

    private static string? Word(JsonElement json) => json.Text("status"u8)?.ToUpperInvariant();

    // The result of a /runsync job is kept for one minute only: its reads must not be as far apart as such jobs take.
    private TimeSpan? PollAfter() => reference.Id.StartsWith("sync-", StringComparison.Ordinal) ? SyncPoll : null;

    private ProviderJob Completed()
    {
        using var inner = NestedJson.Read(_envelope.Member("output"u8), reply.Texts);
        var output = inner?.Root ?? _envelope.Member("output"u8);
        var failed = SaysFailed(output);
        var found = ImageOutput.Read(
            failed ? default : output, new(http.Name, reference.Count, _envelope, member), inner?.Texts ?? reply.Texts, cancellationToken);
        var hasError = failed || WorkerWords.SayFailed(output, reply.Texts) || ErrorText.IsError(_envelope.Member("error"u8));
        if (found.AreAllWithheld)
        {
            return Ended(JobReading.AllWithheld(http, reference.Id));
        }

        if (found.Images is { Count: > 0 } images && !(hasError && found.IsLastResort))
        {
            var cost = output.Member("cost"u8).AsMoney();
            if (RunPodModels.FindPublic(reference.ModelId) is not null)
            {
                LinkExpiry.Add(images, http.Time.GetUtcNow(), RunPodModels.PublicRetention);
            }

            return Timed(new() { Reference = reference, Status = JobStatus.Succeeded, Images = images, CostUsd = cost, Warnings = found.Warnings });
        }

        if (hasError || RefusalDetector.IsRefusal(output, RunPodErrors.Asked(_envelope, caller), reply.Texts))
        {
            return Ended(RunPodErrors.FromJob(http, reference.Id, _envelope, caller, reply.Texts));
        }

        var why = output.IsNothing()
            ? "without any output: most likely the result was too large to hand back (10 MB for /run, base64 included: choose JPEG "
                + "or WebP, fewer images per job, or upload to a bucket), or the worker returned nothing"
            : Word(output) == "SUCCESS_NO_IMAGES"
                ? "but its workflow saved no image: it must end in a Save Image node (previews are not handed back), and a workflow that "
                    + "differs in nothing from an earlier one may not be run again"
                : "but " + ImageOutput.Explain(http, output, found, RunPodErrors.Asked(_envelope, caller).Prompt, $"{http.Section}:Outputs")
                    + Said(output);
        return Ended(new(FailureKind.EmptyOutput, $"Job {reference.Id} at {http.Name} completed {why}.") { IsUnexplained = true });
    }

    // Never picked up, or picked up by a worker that stopped reporting.
    private ProviderFailure TimedOut()
    {
        var queued = _envelope.Member("executionTime"u8).AsNumber() is null && _envelope.Text("workerId"u8) is null;
        var when = queued ? "before a worker took it" : "while it ran";
        return new(FailureKind.TimedOut, $"Job {reference.Id} at {http.Name} timed out {when}.") { Timeout = queued ? TimeoutKind.Queue : TimeoutKind.Run };
    }

    private ProviderJob Ended(ProviderFailure failure) => Timed(ProviderJob.Failed(failure, reference));

    private ProviderJob Timed(ProviderJob job) =>
        job with { QueueTime = QueueTime(), RunTime = _envelope.Duration("executionTime"u8, Millisecond) };

    // Of the last try only, where there were several: the wait since the submit is not reported then.
    private TimeSpan? QueueTime() =>
        _envelope.Member("retries"u8).AsNumber() is > 0 ? null : _envelope.Duration("delayTime"u8, Millisecond);

    private static bool SaysFailed(JsonElement output) => Word(output) is "ERROR" or "FAILED";

    private string Said(JsonElement output) =>
        http.Text.Sanitize(WorkerWords.Remark(output, reply.Texts), RunPodErrors.Asked(_envelope, caller).Prompt) is { Length: > 0 } words
            ? ": " + words.TrimEnd('.')
            : "";
}
