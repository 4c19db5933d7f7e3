using System.Collections.Concurrent;
using System.Globalization;
using ImageGeneration.Providers.Http;
using ImageGeneration.Providers.Wire;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Providers.RunPod;

/// <summary>RunPod's queue-based serverless endpoints (https://docs.runpod.io/serverless/endpoints/send-requests).</summary>
internal sealed partial class RunPodImageProvider : IImageProvider
{
    private const string Section = "ImageGeneration:RunPod";

    private readonly ProviderHttp _http;
    private readonly RunPodOptions _options;
    private readonly ILogger _logger;
    private readonly string _runPath;
    private readonly long _maxBodyBytes;
    private readonly ConcurrentDictionary<string, RunPodEndpoint> _endpoints = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(ImageModel Model, string Id), (ModelProfile Profile, RunPodWorker Worker)> _profiles = new();
    private readonly ConcurrentDictionary<ImageModel, ModelCapabilities> _capabilities = new();

    public RunPodImageProvider(
        string name, RunPodOptions options, IHttpClientFactory clients, TimeProvider time, ILogger<RunPodImageProvider> logger)
    {
        _http = new ProviderHttp(name, Section, options, clients, time);
        _options = options;
        _logger = logger;
        _runPath = options.SyncWait is { } wait
            ? string.Create(CultureInfo.InvariantCulture, $"/runsync?wait={(int)Math.Clamp(wait.TotalMilliseconds, 1000, 300_000)}")
            : "/run";
        _maxBodyBytes = options.SyncWait is null ? 10_000_000 : 20_000_000;
    }

    public string Name => _http.Name;

    public ModelCapabilities? GetCapabilities(ImageModel model)
    {
        if (_capabilities.TryGetValue(model, out var known))
        {
            return known;
        }

        return _options.Models.TryGetValue(model.Name, out var id)
            ? _capabilities.GetOrAdd(model, Capabilities(model, id) with
            {
                LoraModel = _options.LoraModels.TryGetValue(model.Name, out var lora) ? Capabilities(model, lora) : null,
            })
            : null;
    }

    public async Task<ProviderJob> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var endpoint = Endpoint(request.ModelId);
        if (endpoint.Root is null)
        {
            return ProviderJob.Failed(new(
                FailureKind.Unsupported, $"{Name} has no {_http.ModelTarget(request, _options)}: an endpoint's id, its console page's address or an absolute URL is expected."));
        }

        var (profile, worker) = Profile(request.Model, endpoint.Id);
        var body = RunPodBody.Write(request, profile, worker);
        if (body.Length > _maxBodyBytes)
        {
            body.Dispose();
            return ProviderJob.Failed(new(
                FailureKind.InvalidRequest, $"The request for {Name} is larger than the {_maxBodyBytes / 1_000_000} MB it takes; give images as links instead of data."));
        }

        using var message = _http.Request(HttpMethod.Post, endpoint.Run(_runPath), body);
        using var reply = await _http.SendAsync(message, CallPhase.Submit, cancellationToken).ConfigureAwait(false);
        if (reply.Fault is { } fault)
        {
            return ProviderJob.Failed(fault);
        }

        var reference = reply.Json.Text("id"u8) is { } id && _http.IsJobId(id) ? new JobReference(Name, id, endpoint.Id, null, request.Count) : null;
        if (!reply.IsSuccess)
        {
            return ProviderJob.Failed(RunPodErrors.OfSubmit(_http, reply, _http.ModelTarget(request, _options), request.Prompt), reference);
        }

        return reference is null
            ? ProviderJob.Failed(HttpFailure.Unreadable(_http, CallPhase.Submit, reply.Status, "without the id of a job"))
            : new RunPodJob(_http, reply.Json, reference, request.Prompt).ToJob();
    }

    public async Task<ProviderJob> GetJobAsync(JobReference job, CancellationToken cancellationToken)
    {
        var endpoint = Endpoint(job.ModelId);
        if (endpoint.Root is null)
        {
            return ProviderJob.Failed(new(FailureKind.JobFailed, $"Job {job.Id} names {job.ModelId}, which is no endpoint of {Name}."), job);
        }

        var byPost = endpoint.StatusByPost;
        var reply = await ReadAsync(endpoint, job, byPost ? HttpMethod.Post : HttpMethod.Get, cancellationToken).ConfigureAwait(false);
        if (reply.Status == 405 && !byPost)
        {
            reply.Dispose();
            LogStatusByPost(Name, endpoint.Id);
            endpoint.StatusByPost = true;
            reply = await ReadAsync(endpoint, job, HttpMethod.Post, cancellationToken).ConfigureAwait(false);
        }

        using (reply)
        {
            return ToJob(reply, job, CallPhase.Read);
        }
    }

    public async Task<ProviderJob> CancelAsync(JobReference job, CancellationToken cancellationToken)
    {
        var endpoint = Endpoint(job.ModelId);
        if (endpoint.Root is null)
        {
            return JobReading.AfterCancel(ProviderJob.Unread(new(FailureKind.Unsupported, $"{job.ModelId} is no endpoint of {Name}."), job));
        }

        using var message = _http.Request(HttpMethod.Post, endpoint.Job("cancel", job.Id));
        using var reply = await _http.SendAsync(message, CallPhase.Cancel, cancellationToken).ConfigureAwait(false);
        return JobReading.AfterCancel(ToJob(reply, job, CallPhase.Cancel));
    }

    public async Task<ProviderHealth> CheckHealthAsync(CancellationToken cancellationToken)
    {
        var found = new List<string>();
        var healthy = false;
        FailureKind? worst = null;
        foreach (var id in _options.Models.Values.Concat(_options.LoraModels.Values).Distinct(StringComparer.Ordinal))
        {
            var (failure, usable, sentence) = await CheckHealthAsync(Endpoint(id), cancellationToken).ConfigureAwait(false);
            if (failure is FailureKind.Unauthorized)
            {
                return new(false, sentence) { Failure = failure };
            }

            healthy |= usable;
            worst ??= failure;
            found.Add(sentence);
        }

        return new(healthy, found.Count == 0 ? $"No endpoint is set; see {Section}:Models." : string.Join(" ", found)) { Failure = healthy ? null : worst };
    }

    private async Task<(FailureKind? Failure, bool Usable, string Sentence)> CheckHealthAsync(RunPodEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (endpoint.Root is null)
        {
            return (FailureKind.Unsupported, false, $"{endpoint.Id} is no endpoint.");
        }

        using var message = _http.Request(HttpMethod.Get, endpoint.Operation("/health"));
        using var reply = await _http.SendAsync(message, CallPhase.Read, cancellationToken).ConfigureAwait(false);
        if (reply.Fault is null && reply.Status is 404)
        {
            return (FailureKind.Unsupported, false, $"{Name} has no endpoint {endpoint.Id}.");
        }

        var failure = reply.Fault ?? (reply.IsSuccess ? null : _http.Failure(reply, CallPhase.Read, "endpoint " + endpoint.Id));
        if (failure is not null)
        {
            return (failure.Kind, false, failure.Message);
        }

        var health = RunPodHealth.Read(reply.Json);
        return (health.IsUsable ? null : FailureKind.Unavailable, health.IsUsable, $"{endpoint.Id}: {health.Sentence}.");
    }

    private async Task<ProviderReply> ReadAsync(RunPodEndpoint endpoint, JobReference job, HttpMethod method, CancellationToken cancellationToken)
    {
        using var message = _http.Request(method, endpoint.Job("status", job.Id));
        return await _http.SendAsync(message, CallPhase.Read, cancellationToken).ConfigureAwait(false);
    }

    private ProviderJob ToJob(ProviderReply reply, JobReference job, CallPhase phase)
    {
        if (reply.Fault is { } fault)
        {
            return JobReading.Failed(fault, job, phase);
        }

        if (!reply.IsSuccess)
        {
            return JobReading.Failed(_http.Failure(reply, phase, "job " + job.Id), job, phase);
        }

        return reply.Json.Text("status"u8) is null
            ? ProviderJob.Unread(HttpFailure.Unreadable(_http, phase, reply.Status, "without the status of a job"), job)
            : new RunPodJob(_http, reply.Json, job).ToJob();
    }

    private RunPodEndpoint Endpoint(string id)
    {
        if (_endpoints.TryGetValue(id, out var endpoint))
        {
            return endpoint;
        }

        var real = id.Trim();
        if (RunPodModels.Aliases.TryGetValue(real, out var name))
        {
            LogAlias(Name, real, name);
            real = name;
        }

        return _endpoints.GetOrAdd(id, RunPodEndpoint.Parse(real, _http.Root));
    }

    private (ModelProfile Profile, RunPodWorker Worker) Profile(ImageModel model, string endpoint) =>
        _profiles.TryGetValue((model, endpoint), out var known) ? known : _profiles.GetOrAdd((model, endpoint), RunPodModels.Find(_options, model.Name, endpoint));

    private ModelCapabilities Capabilities(ImageModel model, string id)
    {
        var endpoint = Endpoint(id).Id;
        return Profile(model, endpoint).Profile.Capabilities with { ModelId = endpoint };
    }

    [LoggerMessage(2100, LogLevel.Information, "{Provider} has no endpoint {Alias}; {EndpointId} is used, the same model under its name there")]
    private partial void LogAlias(string provider, string alias, string endpointId);

    [LoggerMessage(2101, LogLevel.Information, "{Provider} endpoint {EndpointId} refuses a status GET; POST is used from now on")]
    private partial void LogStatusByPost(string provider, string endpointId);
}
