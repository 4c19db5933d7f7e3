using ImageGeneration.Providers.Kit;
using ImageGeneration.Providers.Kit.Reading;
using ImageGeneration.Telemetry;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Providers.Modal;

/// <summary>Implements a provider over a web endpoint on Modal (https://modal.com/docs/guide/webhooks): one POST whose answer is the
/// image, or, after 150 seconds, the address where it will be; or an application with a queue of its own.</summary>
internal sealed partial class ModalImageProvider : IImageProvider
{
    private readonly ProviderHttpClient _http;
    private readonly ModalOptions _options;
    private readonly GuardedLogger _logger;
    private readonly CapabilityTable _capabilities;
    private readonly ModelProfile _contract;
    private readonly ModalRoutes _routes;

    public ModalImageProvider(
        string name, ModalOptions options, IHttpClientFactory clients, TimeProvider time, ILogger<ModalImageProvider> logger)
    {
        _http = new ProviderHttpClient(name, ModalModule.Row.SectionOf(name), options, clients, time, ModalKey.Read(options))
        {
            KeySetting = ModalModule.Row.KeySettingOf(name),
            Accept = "image/*, application/json",
        };
        _options = options;
        _logger = GuardedLogger.Around(logger);
        _contract = ModalContract.Read(options);
        _routes = new ModalRoutes(options, _http.BaseUrl, _http.Root);
        _capabilities = new CapabilityTable(options, Capabilities);
    }

    public string Name => _http.Name;

    public ModelCapabilities? GetCapabilities(ImageModel model) => _capabilities.Get(model);

    public async Task<SubmitResult> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        if (_routes.Submit is not { } endpoint)
        {
            return new SubmitResult.NotAccepted(NoEndpoint());
        }

        using var message = _options.UseGet
            ? _http.CreateRequest(
                HttpMethod.Get, await ModalContract.QueryAsync(endpoint, request, _contract.Fields).ConfigureAwait(false), new EmptyBody())
            : _http.CreateRequest(HttpMethod.Post, endpoint, ModalContract.Body(request, _contract.Fields));
        var sent = _http.Time.GetTimestamp();
        using var reply = await _http.SendAsync(message, ProviderOperation.Submit, cancellationToken).ConfigureAwait(false);
        if (reply.Fault is null && !reply.IsSuccess && reply.Status != 303)
        {
            return SubmitResult.FromFailure(
                ModalErrors.FromReply(_http, reply, ProviderOperation.Submit, $"an endpoint at {_http.Section}:BaseUrl", CallerWords.From(request)));
        }

        var read = new ModalReply(_http, _routes, reply, ProviderOperation.Submit, request.ModelId, request.Count, CallerWords.From(request))
        {
            Took = _http.Time.GetElapsedTime(sent),
        };
        var job = reply.Fault is { } fault ? read.BrokenOff(fault) : read.ToJob(message.RequestUri!, null);
        if (job is { IsTerminal: false, Reference: { } call })
        {
            LogUnderWay(Name, call.Id);
        }

        return SubmitResult.FromJob(job);
    }

    public async Task<ProviderJob> GetJobAsync(JobReference job, CancellationToken cancellationToken)
    {
        // The reference may come from a store: its address is checked again, for the key goes with the call.
        if (job.StatusUri is not { } uri || !_http.IsOwnOrigin(uri))
        {
            return ProviderJob.Failed(new(FailureKind.JobFailed, $"Job {job.Id} has no address at the configured {_http.Section}:BaseUrl."), job);
        }

        // A POST to a result address is refused ("bad redirect method").
        using var message = _http.CreateRequest(HttpMethod.Get, uri, null);
        var sent = _http.Time.GetTimestamp();
        using var reply = await _http.SendAsync(message, ProviderOperation.Read, cancellationToken).ConfigureAwait(false);
        if (reply.Fault is { } fault)
        {
            return JobReading.Failed(fault, job, ProviderOperation.Read);
        }

        var read = new ModalReply(_http, _routes, reply, ProviderOperation.Read, job.ModelId, job.Count, job.Caller)
        {
            Took = _http.Time.GetElapsedTime(sent),
            Token = cancellationToken,
        };
        if (reply.IsSuccess || reply.Status == 303)
        {
            return read.ToJob(message.RequestUri!, job);
        }

        return reply.Status >= 400 && read.Report().State is WorkState.Waiting or WorkState.Working
            ? read.UnderWay(job, isQueued: false)
            : ModalErrors.FromRead(_http, reply, job);
    }

    public async Task<ProviderJob> CancelAsync(JobReference job, CancellationToken cancellationToken)
    {
        if (_routes.Cancel(job.Id) is not { } uri)
        {
            var why = $"{Name} cannot cancel job {job.Id}: Modal has no call for it; the function's own limit ends it.";
            return JobReading.AfterCancel(ProviderJob.Unread(new(FailureKind.Unsupported, why), job));
        }

        using var message = _http.CreateRequest(HttpMethod.Post, uri, null);
        using var reply = await _http.SendAsync(message, ProviderOperation.Cancel, cancellationToken).ConfigureAwait(false);
        var failure = reply.Fault ?? (reply.IsSuccess ? null : ModalErrors.FromReply(_http, reply, ProviderOperation.Cancel, "job " + job.Id, job.Caller));
        return JobReading.AfterCancel(failure is null
            ? ProviderJob.Failed(new(FailureKind.Canceled, $"Job {job.Id} was canceled at {Name}."), job)
            : ProviderJob.Unread(failure, job));
    }

    public Task<ProviderHealth> CheckHealthAsync(CancellationToken cancellationToken)
    {
        var problem = _http.BaseUrl is null ? NoEndpoint() : _http.KeyProblem is null ? null : _http.KeyFailure();
        return Task.FromResult(
            problem is null
                ? new ProviderHealth(true, $"{Name} is set to {_http.BaseUrl!.IdnHost}; Modal has no free route, so nothing was asked.")
                : new ProviderHealth(false, problem.Message) { Failure = problem.Kind });
    }

    // The contract has no LoRA weights.
    private ModelCapabilities Capabilities(ImageModel model, string id) => _contract.Named(id);

    private ProviderFailure NoEndpoint() =>
        new(
            FailureKind.Unsupported,
            $"{Name} has no endpoint: set {_http.Section}:BaseUrl to its full address, such as https://workspace--app-function.modal.run.");

    [LoggerMessage(2200, LogLevel.Debug, "{Provider} call {JobId} is still under way; its result will be at an address of its own")]
    private partial void LogUnderWay(string provider, string jobId);
}
