using System.Text.Json;

namespace ImageGeneration.Simulator.Control;

/// <summary>The journal as JSON: figures, jobs with the number of their requests, requests and webhooks without bodies.</summary>
internal sealed class JournalWriter(SimulatorJournal journal)
{
    /// <param name="json">Where to.</param>
    /// <param name="only">The jobs to list, with their requests and webhooks; null for everything.</param>
    public void Write(Utf8JsonWriter json, IReadOnlyList<RecordedJob>? only)
    {
        var requests = journal.Requests;
        var ids = only?.Select(job => job.Id).ToHashSet();
        json.WriteStartObject();
        json.WriteNumber("requestCount", journal.RequestCount);
        json.WriteNumber("jobsCreated", journal.JobsCreated);
        json.WriteNumber("jobsRunning", journal.JobsRunning);
        json.WriteNumber("billedUsd", journal.BilledUsd);
        json.WriteStartArray("keysSeenOnOutputHost");
        foreach (var key in journal.KeysSeenOnOutputHost)
        {
            json.WriteStringValue(key);
        }

        json.WriteEndArray();
        WriteJobs(json, only ?? journal.Jobs, requests);
        json.WriteStartArray("requests");
        foreach (var request in requests.Where(request => ids is null || (request.JobId is { } id && ids.Contains(id))))
        {
            WriteRequest(json, request);
        }

        json.WriteEndArray();
        json.WriteStartArray("webhooks");
        foreach (var webhook in journal.Webhooks.Where(webhook => ids is null || ids.Contains(webhook.JobId)))
        {
            WriteWebhook(json, webhook);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteJobs(Utf8JsonWriter json, IReadOnlyList<RecordedJob> jobs, IReadOnlyList<RecordedRequest> requests)
    {
        var counts = requests.Where(request => request.JobId is not null).CountBy(request => request.JobId!).ToDictionary();
        json.WriteStartArray("jobs");
        foreach (var job in jobs)
        {
            json.WriteStartObject();
            json.WriteString("id", job.Id);
            json.WriteString("provider", Word(job.Provider));
            json.WriteString("model", job.Model);
            json.WriteString("state", Word(job.State));
            json.WriteString("prompt", job.Prompt);
            json.WritePropertyName("input");
            json.WriteRawValue(job.Input);
            json.WriteString("createdAt", job.CreatedAt);
            WriteTime(json, "startedAt", job.StartedAt);
            WriteTime(json, "completedAt", job.CompletedAt);
            json.WriteNumber("seed", job.Seed);
            json.WriteNumber("images", job.Images);
            json.WriteNumber("billedUsd", job.BilledUsd);
            json.WriteBoolean("cancelRequested", job.CancelRequested);
            json.WriteNumber("requests", counts.GetValueOrDefault(job.Id));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRequest(Utf8JsonWriter json, RecordedRequest request)
    {
        json.WriteStartObject();
        json.WriteString("time", request.Time);
        json.WriteString("host", Word(request.Host));
        json.WriteString("provider", request.Provider is { } provider ? Word(provider) : null);
        json.WriteString("phase", Word(request.Phase));
        json.WriteString("method", request.Method);
        json.WriteString("path", request.Path);
        WriteStatus(json, request.AnsweredStatus);
        json.WriteString("jobId", request.JobId);
        json.WriteEndObject();
    }

    private static void WriteWebhook(Utf8JsonWriter json, RecordedWebhook webhook)
    {
        json.WriteStartObject();
        json.WriteString("time", webhook.Time);
        json.WriteString("provider", Word(webhook.Provider));
        json.WriteString("event", webhook.Event);
        json.WriteNumber("attempt", webhook.Attempt);
        WriteStatus(json, webhook.AnsweredStatus);
        json.WriteString("jobId", webhook.JobId);
        json.WriteEndObject();
    }

    private static void WriteStatus(Utf8JsonWriter json, int? status)
    {
        if (status is { } code)
        {
            json.WriteNumber("answeredStatus", code);
        }
        else
        {
            json.WriteNull("answeredStatus");
        }
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } moment)
        {
            json.WriteString(name, moment);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
