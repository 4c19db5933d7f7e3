using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;

namespace ImageGeneration.Tests.Providers.Example;

/// <summary>A provider for an imaginary service: <c>POST jobs</c>, <c>GET jobs/{id}</c>, <c>DELETE jobs/{id}</c> and <c>GET me</c>.</summary>
public sealed class EaselImageProvider(string name, ProviderOptions options, IHttpClientFactory clients) : IImageProvider
{
    public string Name => name;

    // 1. What it can do. The library adapts each request to this, with a warning, before it gets here. It must not wait: no I/O.
    public ModelCapabilities? GetCapabilities(ImageModel model) =>
        !options.Models.TryGetValue(model.Name, out var id) ? null : new()
        {
            ModelId = id,
            Sizes = new PixelSizes(256, 2048, 64),
            MaxImagesPerJob = 4,
            NegativePrompt = true,
            Steps = new(1, 50),
            ReportsSeed = true,
            TypicalRunTime = TimeSpan.FromSeconds(6),
        };

    // 2. One create call, no retry: the library knows what may be sent again, from the kind of the failure.
    public async Task<SubmitResult> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        using var message = Message(HttpMethod.Post, "jobs");
        message.Content = Body(request);
        try
        {
            using var reply = await Client.SendAsync(message, cancellationToken);
            if (!reply.IsSuccessStatusCode)
            {
                return SubmitResult.FromFailure(Failure(reply, isSubmit: true));
            }

            using var json = await ReadAsync(reply, cancellationToken);
            return json is not null && Text(json.RootElement, "id") is { Length: > 0 } id
                ? new SubmitResult.Accepted(Job(json.RootElement, new(name, id, request.ModelId, Count: request.Count)))
                : new SubmitResult.Unknown(new(FailureKind.UnknownOutcome, $"{name} accepted the submit without the id of a job."));
        }
        catch (HttpRequestException exception)
        {
            // Without a connection nothing was sent. After that the job may run, and must not be bought again.
            var isNotSent = exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError;
            return isNotSent
                ? new SubmitResult.NotAccepted(new(FailureKind.Unavailable, $"{name} cannot be reached."))
                : new SubmitResult.Unknown(new(FailureKind.UnknownOutcome, $"{name} cannot be reached."));
        }
    }

    // 3. One status read. A read that fails says nothing about the job: Unread, and it is asked again.
    public Task<ProviderJob> GetJobAsync(JobReference job, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, job, cancellationToken);

    // 4. One cancel call. The library finds out what became of the job.
    public Task<ProviderJob> CancelAsync(JobReference job, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Delete, job, cancellationToken);

    // 5. A look that costs nothing. Here too only the caller's cancellation may be an exception.
    public async Task<ProviderHealth> CheckHealthAsync(CancellationToken cancellationToken)
    {
        using var message = Message(HttpMethod.Get, "me");
        try
        {
            using var reply = await Client.SendAsync(message, cancellationToken);
            var failure = reply.IsSuccessStatusCode ? null : Failure(reply, isSubmit: false);
            return new(failure is null, failure?.Message ?? $"{name} accepts the key.") { Failure = failure?.Kind };
        }
        catch (HttpRequestException)
        {
            return new(false, $"{name} cannot be reached.") { Failure = FailureKind.Unavailable };
        }
    }

    private HttpClient Client => clients.CreateClient(name);

    private async Task<ProviderJob> AskAsync(HttpMethod method, JobReference job, CancellationToken cancellationToken)
    {
        using var message = Message(method, "jobs/" + Uri.EscapeDataString(job.Id));
        try
        {
            using var reply = await Client.SendAsync(message, cancellationToken);
            using var json = reply.IsSuccessStatusCode ? await ReadAsync(reply, cancellationToken) : null;
            return json is not null ? Job(json.RootElement, job)
                : reply.StatusCode == HttpStatusCode.NotFound && method == HttpMethod.Get ? ProviderJob.Failed(Failure(reply, isSubmit: false), job)
                : ProviderJob.Unread(Failure(reply, isSubmit: false), job);
        }
        catch (HttpRequestException)
        {
            return ProviderJob.Unread(new(FailureKind.Unavailable, $"{name} cannot be reached."), job);
        }
    }

    // An unknown word of tomorrow is not an end: the deadline is.
    private ProviderJob Job(JsonElement json, JobReference reference) => Text(json, "state") switch
    {
        "queued" => new() { Reference = reference, Status = JobStatus.Queued },
        "done" => new() { Reference = reference, Status = JobStatus.Succeeded, Images = Images(json) },
        "canceled" => ProviderJob.Failed(new(FailureKind.Canceled, $"Job {reference.Id} was canceled at {name}."), reference),
        "blocked" => ProviderJob.Failed(new(FailureKind.ContentRejected, $"Content policy violation: job {reference.Id} at {name}."), reference),
        "failed" => ProviderJob.Failed(new(FailureKind.JobFailed, $"Job {reference.Id} at {name} failed."), reference),
        _ => new() { Reference = reference, Status = JobStatus.Running },
    };

    private static List<GeneratedImage> Images(JsonElement json) =>
        json.TryGetProperty("images", out var images) && images.ValueKind == JsonValueKind.Array
            ? [.. images.EnumerateArray()
                .Where(image => Uri.TryCreate(Text(image, "url"), UriKind.Absolute, out _))
                .Select(image => new GeneratedImage { Url = new Uri(Text(image, "url")!), Seed = Seed(image) })]
            : [];

    private static long? Seed(JsonElement image) =>
        image.TryGetProperty("seed", out var seed) && seed.ValueKind == JsonValueKind.Number && seed.TryGetInt64(out var value) ? value : null;

    // Messages hold provider, status and job: never the key, the prompt, or a body nobody has read.
    private ProviderFailure Failure(HttpResponseMessage reply, bool isSubmit)
    {
        var status = (int)reply.StatusCode;
        var (kind, text) = status switch
        {
            400 or 422 => (FailureKind.InvalidRequest, "refused the input"),
            401 or 403 => (FailureKind.Unauthorized, "refused the key; check its setting ApiKey"),
            402 => (FailureKind.OutOfCredit, "has no credit left"),
            404 => isSubmit ? (FailureKind.Unsupported, "has no such model") : (FailureKind.JobFailed, "no longer knows the job"),
            429 => (FailureKind.RateLimited, "takes no more requests right now"),
            503 => (FailureKind.Unavailable, "is not available"),
            _ => isSubmit ? (FailureKind.UnknownOutcome, "may have accepted the job") : (FailureKind.Unavailable, "did not answer well"),
        };
        return new(kind, $"{name} {text} ({status}).") { StatusCode = status, RetryAfter = reply.Headers.RetryAfter?.Delta };
    }

    private HttpRequestMessage Message(HttpMethod method, string path) =>
        new(method, new Uri(options.BaseUrl!, path)) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey) } };

    private static ByteArrayContent Body(ProviderRequest request)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("model", request.ModelId);
            writer.WriteString("prompt", request.Prompt);
            writer.WriteNumber("width", request.Width);
            writer.WriteNumber("height", request.Height);
            writer.WriteNumber("count", request.Count);
            if (request.NegativePrompt is { } negative)
            {
                writer.WriteString("negative_prompt", negative);
            }

            if (request.Seed is { } seed)
            {
                writer.WriteNumber("seed", seed);
            }

            if (request.TimeLimit is { } limit)
            {
                // A service that holds the deadline itself stops billing even if this process dies.
                writer.WriteNumber("expires_in", Math.Ceiling(limit.TotalSeconds));
            }

            writer.WriteEndObject();
        }

        return new(buffer.ToArray()) { Headers = { ContentType = new("application/json") } };
    }

    private static async Task<JsonDocument?> ReadAsync(HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        try
        {
            return JsonDocument.Parse(await reply.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string member) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
