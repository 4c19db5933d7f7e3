using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Control;

/// <summary>Writes the journal as JSON: totals, jobs with the number of their requests, requests and webhooks without bodies.</summary>
internal sealed class JournalJson(SimulatorJournal journal)
{
    /// <param name="only">The jobs to list, with their requests and webhooks; null for everything.</param>
    public JsonObject Create(IReadOnlyList<RecordedJob>? only)
    {
        var requests = journal.Requests;
        var counts = requests.Where(request => request.JobId is not null).CountBy(request => request.JobId!).ToDictionary();
        var ids = only?.Select(job => job.Id).ToHashSet();
        return new()
        {
            ["requestCount"] = journal.RequestCount,
            ["jobsCreated"] = journal.JobsCreated,
            ["jobsRunning"] = journal.JobsRunning,
            ["billedUsd"] = journal.BilledUsd,
            ["keysSeenOnOutputHost"] = journal.KeysSeenOnOutputHost.ToJsonArray(),
            ["jobs"] = (only ?? journal.Jobs).Select(job => Job(job, counts.GetValueOrDefault(job.Id))).ToJsonArray(),
            ["requests"] = requests.Where(request => IsListed(request.JobId)).Select(Request).ToJsonArray(),
            ["webhooks"] = journal.Webhooks.Where(webhook => IsListed(webhook.JobId)).Select(Webhook).ToJsonArray(),
        };

        bool IsListed(string? jobId) => ids is null || (jobId is not null && ids.Contains(jobId));
    }

    private static JsonObject Job(RecordedJob job, int requests) => new()
    {
        ["id"] = job.Id,
        ["provider"] = job.Provider.ToWord(),
        ["model"] = job.Model,
        ["state"] = job.State.ToWord(),
        ["prompt"] = job.Prompt,
        ["input"] = JsonNode.Parse(job.Input),
        ["createdAt"] = job.CreatedAt,
        ["startedAt"] = job.StartedAt,
        ["completedAt"] = job.CompletedAt,
        ["seed"] = job.Seed,
        ["images"] = job.Images,
        ["billedUsd"] = job.BilledUsd,
        ["cancelRequested"] = job.CancelRequested,
        ["requests"] = requests,
    };

    private static JsonObject Request(RecordedRequest request) => new()
    {
        ["time"] = request.Time,
        ["host"] = request.Host.ToWord(),
        ["provider"] = request.Provider?.ToWord(),
        ["phase"] = request.Phase.ToWord(),
        ["method"] = request.Method,
        ["path"] = request.Path,
        ["answeredStatus"] = request.AnsweredStatus,
        ["jobId"] = request.JobId,
    };

    private static JsonObject Webhook(RecordedWebhook webhook) => new()
    {
        ["time"] = webhook.Time,
        ["provider"] = webhook.Provider.ToWord(),
        ["event"] = webhook.Event,
        ["attempt"] = webhook.Attempt,
        ["answeredStatus"] = webhook.AnsweredStatus,
        ["jobId"] = webhook.JobId,
    };
}
