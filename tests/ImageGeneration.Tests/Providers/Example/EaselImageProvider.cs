using ImageGeneration.Providers;
using ImageGeneration.Providers.Kit;

namespace ImageGeneration.Tests.Providers.Example;

/// <summary>A provider for an imaginary service: <c>POST jobs</c>, <c>GET jobs/{id}</c>, <c>DELETE jobs/{id}</c> and <c>GET me</c>.</summary>
public sealed class EaselImageProvider(string name, ProviderOptions options, IHttpClientFactory clients) : IImageProvider
{
    // Sends each call once, with the key to the base URL only; what goes wrong is a value without key and prompt.
    private readonly ProviderHttpClient _http = new(name, options, clients);

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
        using var message = _http.CreateRequest(HttpMethod.Post, "jobs", Body(request));
        using var reply = await _http.SendAsync(message, ProviderOperation.Submit, cancellationToken);
        if (_http.ReadJobId(reply) is { } id)
        {
            var job = new JobReference(name, id, request.ModelId, Count: request.Count);
            return new SubmitResult.Accepted(new() { Reference = job, Status = JobStatus.Queued });
        }

        // Easel promises that a job it answers with 503 was not taken; without such a promise it may run all the same.
        var kind = reply.Status == 503 ? FailureKind.Unavailable : (FailureKind?)null;
        return SubmitResult.FromFailure(
            _http.CreateFailure(reply, ProviderOperation.Submit, "model " + request.ModelId, request, kind));
    }

    // 3. One status read. A read that fails says nothing about the job: it is asked again.
    public Task<ProviderJob> GetJobAsync(JobReference job, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, ProviderOperation.Read, job, cancellationToken);

    // 4. One cancel call. The library finds out what became of the job.
    public Task<ProviderJob> CancelAsync(JobReference job, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Delete, ProviderOperation.Cancel, job, cancellationToken);

    // 5. A look that costs nothing. Here too only the caller's cancellation may be an exception.
    public async Task<ProviderHealth> CheckHealthAsync(CancellationToken cancellationToken)
    {
        using var message = _http.CreateRequest(HttpMethod.Get, "me", null);
        using var reply = await _http.SendAsync(message, ProviderOperation.Read, cancellationToken);
        if (reply is { Fault: null, IsSuccess: true })
        {
            return new(true, $"{name} accepts the key.");
        }

        var failure = _http.CreateFailure(reply, ProviderOperation.Read, "the account");
        return new(false, failure.Message) { Failure = failure.Kind };
    }

    private async Task<ProviderJob> AskAsync(
        HttpMethod method, ProviderOperation operation, JobReference job, CancellationToken cancellationToken)
    {
        using var message = _http.CreateRequest(method, "jobs/" + Uri.EscapeDataString(job.Id), null);
        using var reply = await _http.SendAsync(message, operation, cancellationToken);
        return Job(reply, operation, job, cancellationToken);
    }

    // An unknown word of tomorrow is not an end: the deadline is.
    private ProviderJob Job(ProviderReply reply, ProviderOperation operation, JobReference job, CancellationToken cancellationToken)
    {
        if (reply.Fault is not null || !reply.IsSuccess || reply.ReadText("state") is not { } state)
        {
            return _http.CreateUnread(reply, operation, job);
        }

        return state switch
        {
            "queued" => new() { Reference = job, Status = JobStatus.Queued },
            "done" => _http.ReadOutput(reply, reply.ReadMember("images"), job, cancellationToken),
            "canceled" => Failed(FailureKind.Canceled, "was canceled"),
            "blocked" => Failed(FailureKind.ContentRejected, "was refused by the content filter"),
            "failed" => Failed(FailureKind.JobFailed, "failed: " + _http.Sanitize(reply.ReadText("error"), job)),
            _ => new() { Reference = job, Status = JobStatus.Running },
        };

        ProviderJob Failed(FailureKind kind, string what) => ProviderJob.Failed(new(kind, $"Job {job.Id} at {name} {what}."), job);
    }

    // A JsonBody knows whether any of it was sent: the proof that a submit may be sent again.
    private static JsonBody Body(ProviderRequest request)
    {
        var body = new JsonBody();
        body.Writer.WriteStartObject();
        body.Writer.WriteString("model", request.ModelId);
        body.Writer.WriteString("prompt", request.Prompt);
        body.Writer.WriteNumber("width", request.Width);
        body.Writer.WriteNumber("height", request.Height);
        body.Writer.WriteNumber("count", request.Count);
        if (request.NegativePrompt is { } negative)
        {
            body.Writer.WriteString("negative_prompt", negative);
        }

        if (request.Seed is { } seed)
        {
            body.Writer.WriteNumber("seed", seed);
        }

        if (request.TimeLimit is { } limit)
        {
            // A service that holds the deadline itself stops billing even if this process dies.
            body.Writer.WriteNumber("expires_in", Math.Ceiling(limit.TotalSeconds));
        }

        body.Writer.WriteEndObject();
        return body;
    }
}
