using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ImageGeneration.Json;
using ImageGeneration.Providers.Kit;
using ImageGeneration.Telemetry;
using ImageGeneration.Transport;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Providers.Replicate;

/// <summary>Implements a provider over Replicate's predictions API (https://replicate.com/docs/reference/http).</summary>
internal sealed partial class ReplicateImageProvider : IImageProvider
{
    private readonly ProviderHttpClient _http;
    private readonly ReplicateOptions _options;
    private readonly GuardedLogger _logger;
    private readonly string? _prefer;
    private readonly ConcurrentDictionary<string, ReplicateModel> _models = new(StringComparer.Ordinal);
    private readonly CapabilityTable _capabilities;
    private readonly ReplicateSchemas _schemas;

    public ReplicateImageProvider(
        string name, ReplicateOptions options, IHttpClientFactory clients, TimeProvider time, ILogger<ReplicateImageProvider> logger)
    {
        _http = new ProviderHttpClient(name, ReplicateModule.Row.SectionOf(name), options, clients, time)
        {
            KeySetting = ReplicateModule.Row.KeySettingOf(name),
        };
        _options = options;
        _logger = GuardedLogger.Around(logger);
        _capabilities = new CapabilityTable(options, Capabilities);
        _schemas = new ReplicateSchemas(_http, options.Jobs.ReadTimeout, _logger);
        _prefer = options.SyncWait is { } wait ? ReplicateBody.Prefer(wait) : null;
    }

    public string Name => _http.Name;

    public ModelCapabilities? GetCapabilities(ImageModel model) => _capabilities.Get(model);

    public async ValueTask ReadCapabilitiesAsync(ImageModel model, CancellationToken cancellationToken)
    {
        if (!_options.DiscoverModelCapabilities)
        {
            return;
        }

        await ReadCapabilitiesAsync(_options.Models, model, cancellationToken).ConfigureAwait(false);
        await ReadCapabilitiesAsync(_options.LoraModels, model, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ReadCapabilitiesAsync(IDictionary<string, string> models, ImageModel model, CancellationToken cancellationToken)
    {
        if (models.TryGetValue(model.Name, out var id) && Resolve(id) is { SchemaUri: not null } generic
            && await _schemas.ReadAsync(generic).WaitAsync(cancellationToken).ConfigureAwait(false) is { } learnt)
        {
            (_models[id], _models[generic.ModelId]) = (learnt, learnt);
            _capabilities.Forget(model);
        }
    }

    public async Task<SubmitResult> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        var model = Resolve(request.ModelId);
        if (model.CreateUri is null)
        {
            return new SubmitResult.NotAccepted(new(
                FailureKind.Unsupported,
                $"{Name} has no {_http.ModelTarget(request, _options)}: "
                + "it takes owner/name, owner/name:version, a version or deployments/owner/name."));
        }

        using var message = _http.CreateRequest(HttpMethod.Post, model.CreateUri, ReplicateBody.Write(request, model));
        ReplicateBody.AddHeaders(message.Headers, request, _prefer);
        using var reply = await _http.SendAsync(message, ProviderOperation.Submit, cancellationToken).ConfigureAwait(false);
        if (reply.Fault is { } fault)
        {
            return Reference(reply, model, request) is { } told
                ? new SubmitResult.Accepted(new() { Reference = told, Status = JobStatus.Queued })
                : SubmitResult.FromFailure(fault);
        }

        if (!reply.IsSuccess)
        {
            return SubmitResult.FromFailure(
                ReplicateErrors.FromSubmit(_http, reply, model, _http.ModelTarget(request, _options), CallerWords.From(request)));
        }

        var job = Submitted(reply, model, request);
        if (job is { Status: JobStatus.Succeeded, RunTime: null, Reference: { } reference } && model.IsBilledByTime)
        {
            job = await SyncMetricsBackfill.CompleteAsync(job, stop => GetJobAsync(reference, stop), _http.Time, cancellationToken)
                .ConfigureAwait(false);
        }

        return SubmitResult.FromJob(job);
    }

    public async Task<ProviderJob> GetJobAsync(JobReference job, CancellationToken cancellationToken)
    {
        // The reference may come from a store: its address is checked again, for the key goes with the call.
        var uri = job.StatusUri is { } status && _http.IsOwnOrigin(status) ? status : PredictionUri(job, "");
        using var message = _http.CreateRequest(HttpMethod.Get, uri, null);
        using var reply = await _http.SendAsync(message, ProviderOperation.Read, cancellationToken).ConfigureAwait(false);
        return ToJob(reply, job, ProviderOperation.Read, cancellationToken);
    }

    public async Task<ProviderJob> CancelAsync(JobReference job, CancellationToken cancellationToken)
    {
        using var message = _http.CreateRequest(HttpMethod.Post, PredictionUri(job, "/cancel"), null);
        using var reply = await _http.SendAsync(message, ProviderOperation.Cancel, cancellationToken).ConfigureAwait(false);
        return JobReading.AfterCancel(ToJob(reply, job, ProviderOperation.Cancel, cancellationToken));
    }

    public async Task<ProviderHealth> CheckHealthAsync(CancellationToken cancellationToken)
    {
        using var message = _http.CreateRequest(HttpMethod.Get, new Uri(_http.Root + "/account"), null);
        using var reply = await _http.SendAsync(message, ProviderOperation.Read, cancellationToken).ConfigureAwait(false);
        var failure = reply.Fault ?? (reply.IsSuccess ? null : ReplicateErrors.FromHealth(_http, reply));
        if (failure is not null)
        {
            return new(false, failure.Message) { Failure = failure.Kind };
        }

        var account = _http.Text.Sanitize($"{reply.Json.Text("type"u8)} {reply.Json.Text("username"u8)}");
        return new(true, account.Length == 0 ? $"{Name} accepts the key." : $"{Name} accepts the key of {account}.");
    }

    IAsyncEnumerable<ProviderJob>? IImageProvider.FindSubmittedAsync(
        ProviderRequest request, DateTimeOffset since, CancellationToken cancellationToken) =>
        FindSubmittedAsync(request, since, cancellationToken);

    public async IAsyncEnumerable<ProviderJob> FindSubmittedAsync(
        ProviderRequest request, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var model = Resolve(request.ModelId);
        using var body = ReplicateBody.Write(request, model);
        using var sent = JsonDocument.Parse(await body.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        var input = sent.RootElement.Member("input"u8);
        var found = ReplicateReconciliation.FindAsync(_http, model, input, since, cancellationToken);
        await foreach (var prediction in found.ConfigureAwait(false))
        {
            if (Reference(prediction, prediction.Member("id"u8).AsId(), model, request) is { } reference)
            {
                yield return new ReplicatePrediction(_http, prediction, reference, CallerWords.From(request)).ToJob(ProviderOperation.Read);
            }
        }
    }

    private ProviderJob Submitted(ProviderReply reply, ReplicateModel model, ProviderRequest request) =>
        Reference(reply, model, request) is { } reference
            ? new ReplicatePrediction(_http, reply.Json, reference, CallerWords.From(request), reply.Texts).ToJob(ProviderOperation.Submit)
            : ProviderJob.Failed(HttpFailure.WithoutJob(_http, reply, "the id of a prediction"));

    private ProviderJob ToJob(ProviderReply reply, JobReference job, ProviderOperation phase, CancellationToken cancellationToken)
    {
        if (reply.Fault is { } fault)
        {
            return JobReading.Failed(fault, job, phase);
        }

        if (!reply.IsSuccess)
        {
            return JobReading.Failed(_http.Failure(reply, phase, "job " + job.Id, job.Caller), job, phase);
        }

        return reply.Json.Text("status"u8) is null
            ? ProviderJob.Unread(HttpFailure.Unreadable(_http, phase, reply.Status, reply.Without("the status of a prediction")), job)
            : new ReplicatePrediction(_http, reply.Json, job, job.Caller, reply.Texts, cancellationToken).ToJob(phase);
    }

    private JobReference? Reference(ProviderReply reply, ReplicateModel model, ProviderRequest request) =>
        Reference(reply.Json, reply.ReadString("id"u8), model, request, reply.IsSuccess ? Location(reply, model.CreateUri!) : null);

    // The address of the prediction may be in the body, in a header, or in both; neither is needed.
    private JobReference? Reference(
        JsonElement prediction, string? id, ReplicateModel model, ProviderRequest request, Uri? location = null)
    {
        id ??= location?.Segments[^1].Trim('/');
        if (id is null || !_http.IsJobId(id))
        {
            return null;
        }

        var get = prediction.Member("urls"u8).Text("get"u8);
        if (get == PredictionAddress(id))
        {
            return new(Name, id, model.ModelId, Count: request.Count);
        }

        var uri = ForeignUri.Read(get) is { } status && _http.IsOwnOrigin(status) ? status : null;
        if (uri is null && get is not null)
        {
            LogForeignUrl(Name, id);
        }

        return new(Name, id, model.ModelId, uri ?? location, request.Count);
    }

    private Uri? Location(ProviderReply reply, Uri asked) =>
        ForeignUri.Read(asked, reply.ReadHeader("Location")) is { } uri && _http.IsOwnOrigin(uri)
            && uri.AbsolutePath.Contains("/predictions/", StringComparison.Ordinal)
            ? uri
            : null;

    private Uri PredictionUri(JobReference job, string verb) => new(PredictionAddress(job.Id) + verb);

    private string PredictionAddress(string id) => $"{_http.Root}/predictions/{Uri.EscapeDataString(id)}";

    private ReplicateModel Resolve(string id)
    {
        if (_models.TryGetValue(id, out var model))
        {
            return model;
        }

        var slug = ReplicateModelId.Plain(id);
        if (ReplicateModels.Aliases.TryGetValue(slug, out var real))
        {
            LogAlias(Name, slug, real);
            slug = real;
        }

        return _models.GetOrAdd(id, ReplicateModel.Parse(slug, _http.Root));
    }

    // A sync answer precedes the log that holds the seed.
    private ModelCapabilities Capabilities(ImageModel model, string id) =>
        Resolve(id).Profile.Capabilities is var known && _prefer is not null ? known with { ReportsSeed = false } : known;

    [LoggerMessage(2000, LogLevel.Information, "{Provider} has no model {Alias}; {ModelId} is used, the same model under its name there")]
    private partial void LogAlias(string provider, string alias, string modelId);

    [LoggerMessage(2001, LogLevel.Warning, "{Provider} gave job {JobId} an address outside its API; it is read at the base URL instead")]
    private partial void LogForeignUrl(string provider, string jobId);
}
