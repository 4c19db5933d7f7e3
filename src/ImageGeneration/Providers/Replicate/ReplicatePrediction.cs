using System.Text.Json;
using ImageGeneration.Json;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Providers.Kit.Reading;

namespace ImageGeneration.Providers.Replicate;

/// <summary>Reads Replicate's prediction object as a job. Every member but <c>id</c> may be absent or null.</summary>
internal readonly ref struct ReplicatePrediction(
    ProviderHttpClient http,
    JsonElement prediction,
    JobReference reference,
    CallerWords caller,
    ReplyTexts texts = default,
    CancellationToken cancellationToken = default)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // https://replicate.com/docs/topics/predictions/data-retention, read 2026-11-22.
    private static readonly TimeSpan Retention = TimeSpan.FromHours(1);

    private string? Logs => texts.Text(prediction.Member("logs"u8));

    /// <summary>The job.</summary>
    /// <param name="phase">The operation: in the answer to a create, outputs that are complete mean "done" whatever the status
    /// says.</param>
    public ProviderJob ToJob(ProviderOperation phase)
    {
        var status = prediction.Text("status"u8)?.ToLowerInvariant();
        return status switch
        {
            "succeeded" => Done(),
            "failed" => Failed(),
            "canceled" or "cancelled" => Ended(new(FailureKind.Canceled, $"Job {reference.Id} was canceled at {http.Name}.")),
            "aborted" => Aborted(),
            _ when phase == ProviderOperation.Submit && Found() is { } found && found.Images.Count >= reference.Count =>
                Succeeded(found),
            "starting" => new() { Reference = reference, Status = JobStatus.Queued },
            // Servers with Replicate's API have words of their own; an unknown word is not an end.
            _ when WorkWords.StateOf(status) == WorkState.Done => Done(),
            _ when WorkWords.StateOf(status) == WorkState.Failed => Failed(),
            _ => new()
            {
                Reference = reference,
                Status = JobStatus.Running,
                Progress = ReplicateLogs.Progress(Logs),
            },
        };
    }

    private ProviderJob Failed() => Ended(ReplicateErrors.FromPrediction(http, reference.Id, prediction, caller, texts));

    private ProviderJob Done()
    {
        var output = prediction.Member("output"u8);
        var found = Found();
        if (found.Images.Count > 0)
        {
            return Succeeded(found);
        }

        var filtered = ReplicateLogs.Filtered(Logs, reference.Count).Count;
        if (filtered >= reference.Count || ReplicateErrors.IsRefusedIn(prediction, caller, texts))
        {
            return Ended(JobReading.AllWithheld(http, reference.Id));
        }

        if (WorkerWords.SayFailed(output, texts) || RefusalDetector.IsRefusal(output, ReplicateErrors.Asked(prediction, caller), texts))
        {
            return Ended(ReplicateErrors.FromPrediction(http, reference.Id, prediction, caller, texts));
        }

        var removed = prediction.Member("data_removed"u8).ValueKind == JsonValueKind.True;
        var why = removed ? "its output has been removed already (Replicate keeps it for an hour)"
            : output.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? "it has no output"
            : ImageOutput.Explain(http, output, found, ReplicateErrors.Asked(prediction, caller).Prompt) + Said(output);
        return Ended(new(FailureKind.EmptyOutput, $"Job {reference.Id} at {http.Name} succeeded, but {why}.") { IsUnexplained = !removed });
    }

    private string Said(JsonElement output) =>
        http.Text.Sanitize(WorkerWords.Remark(output, texts), ReplicateErrors.Asked(prediction, caller).Prompt) is { Length: > 0 } words
            ? ": " + words.TrimEnd('.')
            : "";

    private ProviderJob Succeeded(FoundImages found)
    {
        if (found.AreAllWithheld)
        {
            return Ended(JobReading.AllWithheld(http, reference.Id));
        }

        var images = found.Images;
        var logs = prediction.Member("logs"u8);
        var seed = (logs.ValueKind == JsonValueKind.String ? ReplicateLogs.Seed(texts.Raw(logs)) : null)
            ?? prediction.Member("input"u8).Member("seed"u8).AsInteger();
        for (var i = 0; i < images.Count && seed is not null; i++)
        {
            images[i] = images[i] with { Seed = images[i].Seed ?? seed };
        }

        LinkExpiry.Add(images, EndedAt(), Retention);
        if (images.Count < reference.Count)
        {
            AddFiltered(images, ReplicateLogs.Filtered(Logs, reference.Count), seed);
        }

        return Timed(new() { Reference = reference, Status = JobStatus.Succeeded, Images = images, Warnings = found.Warnings });
    }

    // Another clock than ours: never later than now.
    private DateTimeOffset EndedAt()
    {
        var now = http.Time.GetUtcNow();
        return prediction.Time("completed_at"u8) is { } ended && ended < now && now - ended < Retention ? ended : now;
    }

    private void AddFiltered(List<GeneratedImage> images, IReadOnlyList<int> positions, long? seed)
    {
        var withheld = new GeneratedImage { Outcome = ImageOutcome.Filtered, Seed = seed };
        foreach (var position in positions.Order())
        {
            if (images.Count < reference.Count)
            {
                images.Insert(Math.Min(position, images.Count), withheld);
            }
        }

        while (images.Count < reference.Count)
        {
            images.Add(withheld);
        }
    }

    // Free of charge, according to the documentation.
    private ProviderJob Aborted() =>
        Ended(new(FailureKind.Canceled, $"Job {reference.Id} was aborted at {http.Name} before it started.")) with
        {
            RunTime = TimeSpan.Zero,
        };

    private ProviderJob Ended(ProviderFailure failure) => Timed(ProviderJob.Failed(failure, reference));

    private ProviderJob Timed(ProviderJob job)
    {
        var metrics = prediction.Member("metrics"u8);
        var run = metrics.Duration("predict_time"u8, Second);
        var total = metrics.Duration("total_time"u8, Second);
        var queue = total - run ?? prediction.Time("started_at"u8) - prediction.Time("created_at"u8);
        return job with { RunTime = run, QueueTime = queue < TimeSpan.Zero ? TimeSpan.Zero : queue };
    }

    private FoundImages Found() =>
        ImageOutput.Read(prediction.Member("output"u8), new(http.Name, reference.Count, Parent: prediction), texts, cancellationToken);
}
