using System.Collections.Concurrent;
using System.Globalization;
using ImageGeneration.Json;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Providers.Kit.Reading;
using ImageGeneration.Telemetry;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Providers.RunPod;

/// <summary>Implements a provider over RunPod's queue-based serverless endpoints
/// (https://docs.runpod.io/serverless/endpoints/send-requests).</summary>
internal sealed partial class RunPodImageProvider : IImageProvider
{
    private readonly ProviderHttpClient _http;
    private readonly RunPodOptions _options;
    private readonly GuardedLogger _logger;
    private readonly RunPodReads _reads;
    private readonly string _runPath;
    private readonly long _maxBodyBytes;
    private readonly ConcurrentDictionary<string, RunPodEndpoint> _endpoints = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(ImageModel Model, string Id), RunPodShape> _shapes = new();
    private readonly CapabilityTable _capabilities;
    private readonly Lazy<Dictionary<string, OutputMember>> _members;

    public RunPodImageProvider(
        string name, RunPodOptions options, IHttpClientFactory clients, TimeProvider time, ILogger<RunPodImageProvider> logger)
    {
        _http = new ProviderHttpClient(name, RunPodModule.Row.SectionOf(name), options, clients, time)
        {
            KeySetting = RunPodModule.Row.KeySettingOf(name),
        };
        _options = options;
        _logger = GuardedLogger.Around(logger);
        _reads = new RunPodReads(_http, holds: options.SyncWait is not null, _logger);
        _capabilities = new CapabilityTable(options, Capabilities);
        _members = new(() => RunPodOutputs.Read(options, id => Endpoint(id).Id));
        _runPath = options.SyncWait is { } wait
            ? string.Create(CultureInfo.InvariantCulture, $"/runsync?wait={(int)Math.Clamp(wait.TotalMilliseconds, 1000, 300_000)}")
            : "/run";
        _maxBodyBytes = options.SyncWait is null ? 10_000_000 : 20_000_000;
    }

    public string Name => _http.Name;

    public ModelCapabilities? GetCapabilities(ImageModel model) => _capabilities.Get(model);

    public async Task<SubmitResult> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var endpoint = Endpoint(request.ModelId);
        if (endpoint.Root is null)
        {
            return new SubmitResult.NotAccepted(new(
                FailureKind.Unsupported,
                $"{Name} has no {_http.ModelTarget(request, _options)}: it takes an endpoint's id, its console page or an absolute URL."));
        }

        var body = RunPodBody.Write(request, Shape(request.Model, endpoint.Id), _options.Jobs.CancelTimeout);
        if (body.Length > _maxBodyBytes)
        {
            body.Dispose();
            return new SubmitResult.NotAccepted(new(
                FailureKind.InvalidRequest,
                $"The request for {Name} is larger than the {_maxBodyBytes / 1_000_000} MB it takes; give images as links, not data."));
        }

        using var message = _http.CreateRequest(HttpMethod.Post, endpoint.Run(_runPath), body);
        using var reply = await _http.SendAsync(message, ProviderOperation.Submit, cancellationToken).ConfigureAwait(false);
        if (reply.Fault is { } fault)
        {
            return ReadJobId(reply) is { } told
                ? new SubmitResult.Accepted(HeldNext(
                    new() { Reference = new(Name, told, endpoint.Id, Count: request.Count), Status = JobStatus.Queued }, endpoint))
                : SubmitResult.FromFailure(fault);
        }

        return reply.IsSuccess || RunPodJob.IsEnvelope(reply.Json)
            ? SubmitResult.FromJob(HeldNext(Submitted(reply, endpoint, request), endpoint))
            : SubmitResult.FromFailure(RunPodErrors.FromSubmit(_http, reply, _http.ModelTarget(request, _options), CallerWords.From(request)));
    }

    public async Task<ProviderJob> GetJobAsync(JobReference job, CancellationToken cancellationToken)
    {
        var endpoint = Endpoint(job.ModelId);
        if (endpoint.Root is null)
        {
            return ProviderJob.Failed(NoEndpoint(job), job);
        }

        using var reply = await _reads.ReadAsync(endpoint, job, cancellationToken).ConfigureAwait(false);
        return ToJob(reply, job, endpoint, ProviderOperation.Read, cancellationToken);
    }

    public async Task<ProviderJob> WaitForJobAsync(JobReference job, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        var endpoint = Endpoint(job.ModelId);
        if (endpoint.Root is null)
        {
            return ProviderJob.Failed(NoEndpoint(job), job);
        }

        var (reply, wasHeld) = await _reads.WaitAsync(endpoint, job, maxWait, cancellationToken).ConfigureAwait(false);
        using (reply)
        {
            var read = ToJob(reply, job, endpoint, ProviderOperation.Read, cancellationToken);
            return wasHeld ? HeldNext(read, endpoint) : read;
        }
    }

    public async Task<ProviderJob> CancelAsync(JobReference job, CancellationToken cancellationToken)
    {
        var endpoint = Endpoint(job.ModelId);
        if (endpoint.Root is null)
        {
            return JobReading.AfterCancel(ProviderJob.Unread(NoEndpoint(job), job));
        }

        using var message = _http.CreateRequest(HttpMethod.Post, endpoint.Job("cancel", job.Id), new JsonBody());
        using var reply = await _http.SendAsync(message, ProviderOperation.Cancel, cancellationToken).ConfigureAwait(false);
        var canceled = ToJob(reply, job, endpoint, ProviderOperation.Cancel, cancellationToken);
        if (canceled.Failure is { StatusCode: 400 or 404 or 405 or 409 or 410 })
        {
            // Refused, perhaps because it has just ended: its outputs are paid for.
            var read = await GetJobAsync(job, cancellationToken).ConfigureAwait(false);
            canceled = read is { IsTerminal: true, Failure: null or { StatusCode: null } } ? read : canceled;
        }

        return JobReading.AfterCancel(canceled);
    }

    public Task<ProviderHealth> CheckHealthAsync(CancellationToken cancellationToken)
    {
        var endpoints = new Dictionary<string, RunPodEndpoint>(StringComparer.Ordinal);
        foreach (var id in _options.Models.Values.Concat(_options.LoraModels.Values))
        {
            var endpoint = Endpoint(id);
            endpoints.TryAdd(endpoint.Root ?? endpoint.Id, endpoint);
        }

        return RunPodHealthCheck.RunAsync(_http, endpoints.Values, cancellationToken);
    }

    public Task<WorkerCounts?> GetWorkerCountsAsync(string modelId, CancellationToken cancellationToken)
    {
        var endpoint = Endpoint(modelId);
        return endpoint.Root is null
            ? Task.FromResult<WorkerCounts?>(null)
            : RunPodHealthCheck.CountAsync(_http, endpoint, cancellationToken);
    }

    public Task<string?> DescribeQueueAsync(JobReference job, CancellationToken cancellationToken)
    {
        var endpoint = Endpoint(job.ModelId);
        return endpoint.Root is null
            ? Task.FromResult<string?>(null)
            : RunPodHealthCheck.DescribeQueueAsync(_http, endpoint, cancellationToken);
    }

    private ProviderJob Submitted(ProviderReply reply, RunPodEndpoint endpoint, ProviderRequest request)
    {
        var envelope = reply.Json;
        if ((envelope.Member("id"u8).AsId() ?? ReadJobId(reply)) is { } id && _http.IsJobId(id))
        {
            return new RunPodJob(_http, reply, new(Name, id, endpoint.Id, Count: request.Count), CallerWords.From(request), Member(endpoint)).ToJob();
        }

        // A job without an id cannot be read again; one that has ended need not be.
        var nameless = new JobReference(Name, "without an id", endpoint.Id, Count: request.Count);
        return RunPodJob.IsEnd(envelope) == true
            ? new RunPodJob(_http, reply, nameless, CallerWords.From(request), Member(endpoint)).ToJob() with { Reference = null }
            : ProviderJob.Failed(HttpFailure.WithoutJob(_http, reply, "the id of a job"));
    }

    private string? ReadJobId(ProviderReply reply) => reply.ReadString("id"u8) is { } id && _http.IsJobId(id) ? id : null;

    private ProviderFailure NoEndpoint(JobReference job) =>
        new(FailureKind.JobFailed, $"Job {job.Id} names {job.ModelId}, which is not an endpoint of {Name}.");

    private ProviderJob HeldNext(ProviderJob job, RunPodEndpoint endpoint) =>
        job.Status is JobStatus.Queued or JobStatus.Running && _reads.MayHold(endpoint) ? job with { PollAfter = TimeSpan.Zero } : job;

    private ProviderJob ToJob(
        ProviderReply reply, JobReference job, RunPodEndpoint endpoint, ProviderOperation phase, CancellationToken cancellationToken)
    {
        if (reply.Fault is { } fault)
        {
            return JobReading.Failed(fault, job, phase);
        }

        if (!reply.IsSuccess && !RunPodJob.IsEnvelope(reply.Json))
        {
            return JobReading.Failed(_http.Failure(reply, phase, "job " + job.Id, job.Caller), job, phase);
        }

        return reply.Json.Text("status"u8) is null
            ? ProviderJob.Unread(HttpFailure.Unreadable(_http, phase, reply.Status, reply.Without("the status of a job")), job)
            : new RunPodJob(_http, reply, job, job.Caller, Member(endpoint), cancellationToken).ToJob();
    }

    private OutputMember? Member(RunPodEndpoint endpoint) => _members.Value.GetValueOrDefault(endpoint.Id);

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

    private RunPodShape Shape(ImageModel model, string endpoint) =>
        _shapes.TryGetValue((model, endpoint), out var known)
            ? known
            : _shapes.GetOrAdd((model, endpoint), RunPodShape.Find(_options, model, endpoint, _http.Root));

    private ModelCapabilities Capabilities(ImageModel model, string id)
    {
        var endpoint = Endpoint(id);

        // A public endpoint is everybody's and always up.
        var isOwn = endpoint.Root is not null && RunPodModels.FindPublic(endpoint.Id) is null;
        return Shape(model, endpoint.Id).Profile.Named(endpoint.Id) with { ReportsWorkers = isOwn };
    }

    [LoggerMessage(2100, LogLevel.Information, "{Provider} has no endpoint {Alias}; {EndpointId} is used, the same model there")]
    private partial void LogAlias(string provider, string alias, string endpointId);
}
