using ImageGeneration.Providers.Http;
using ImageGeneration.Providers.Wire;
using Microsoft.Extensions.Logging;

namespace ImageGeneration.Providers.Modal;

/// <summary>A web endpoint on Modal (https://modal.com/docs/guide/webhooks): one POST whose answer is the picture, or, after 150
/// seconds, the address where it will be. Modal has no HTTP call that cancels.</summary>
internal sealed partial class ModalImageProvider : IImageProvider
{
    private const string Section = "ImageGeneration:Modal";

    private static readonly ModelProfile Contract = new(
        new()
        {
            ModelId = "", NegativePrompt = true, Steps = new(1, 500), GuidanceScale = new(0, 50), TypicalRunTime = TimeSpan.FromSeconds(10),
            Formats = [ImageFormat.Png, ImageFormat.Jpeg, ImageFormat.Webp],
        },
        InputFields.Diffusers with { Count = "num_images", Format = "output_format" });

    private readonly ProviderHttp _http;
    private readonly ModalOptions _options;
    private readonly ILogger _logger;
    private readonly CapabilityTable _capabilities;

    public ModalImageProvider(
        string name, ModalOptions options, IHttpClientFactory clients, TimeProvider time, ILogger<ModalImageProvider> logger)
    {
        _http = new ProviderHttp(name, Section, options, clients, time, ModalKey.Read(options.ApiKey))
        {
            Accept = "image/*, application/json",
        };
        _options = options;
        _logger = logger;
        _capabilities = new CapabilityTable(options, Capabilities);
    }

    public string Name => _http.Name;

    public ModelCapabilities? GetCapabilities(ImageModel model) => _capabilities.Get(model);

    public async Task<ProviderJob> SubmitAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        if (_http.BaseUrl is not { } endpoint)
        {
            return ProviderJob.Failed(NoEndpoint());
        }

        using var message = _http.Request(HttpMethod.Post, endpoint, Body(request));
        using var reply = await _http.SendAsync(message, CallPhase.Submit, cancellationToken).ConfigureAwait(false);
        if (reply.Fault is { } fault)
        {
            return ProviderJob.Failed(fault);
        }

        if (!reply.IsSuccess && reply.Status != 303)
        {
            return ProviderJob.Failed(ModalErrors.Of(_http, reply, CallPhase.Submit, $"an endpoint at {Section}:BaseUrl", request.Prompt));
        }

        var job = new ModalReply(_http, reply, CallPhase.Submit, request.ModelId, request.Count, request.Prompt).ToJob(endpoint, null);
        if (job is { IsTerminal: false, Reference: { } call })
        {
            LogUnderWay(Name, call.Id);
        }

        return job;
    }

    public async Task<ProviderJob> GetJobAsync(JobReference job, CancellationToken cancellationToken)
    {
        // The reference may come from a store: its address is checked again, for the key goes with the call.
        if (job.StatusUri is not { } uri || !_http.IsOwnOrigin(uri))
        {
            return ProviderJob.Failed(new(FailureKind.JobFailed, $"Job {job.Id} has no address at the configured {Section}:BaseUrl."), job);
        }

        // A POST to a result address is refused ("bad redirect method").
        using var message = _http.Request(HttpMethod.Get, uri);
        using var reply = await _http.SendAsync(message, CallPhase.Read, cancellationToken).ConfigureAwait(false);
        if (reply.Fault is { } fault)
        {
            return JobReading.Failed(fault, job, CallPhase.Read);
        }

        if (reply.IsSuccess || reply.Status == 303)
        {
            return new ModalReply(_http, reply, CallPhase.Read, job.ModelId, job.Count).ToJob(uri, job);
        }

        var failure = ModalErrors.Of(_http, reply, CallPhase.Read, "job " + job.Id);
        var mayPass = failure.Kind
            is FailureKind.Unavailable or FailureKind.RateLimited or FailureKind.Unauthorized or FailureKind.OutOfCredit;
        return mayPass ? ProviderJob.Unread(failure, job) : ProviderJob.Failed(failure, job);
    }

    public Task<ProviderJob> CancelAsync(JobReference job, CancellationToken cancellationToken) =>
        Task.FromResult(JobReading.AfterCancel(ProviderJob.Unread(
            new(FailureKind.Unsupported, $"{Name} cannot cancel job {job.Id}: Modal has no call for it; the function's own limit ends it."),
            job)));

    public Task<ProviderHealth> CheckHealthAsync(CancellationToken cancellationToken)
    {
        var problem = _http.BaseUrl is null ? NoEndpoint() : _http.KeyProblem is null ? null : _http.KeyFailure();
        return Task.FromResult(
            problem is null
                ? new ProviderHealth(true, $"{Name} is set to {_http.BaseUrl!.IdnHost}; Modal has no free route, so nothing was asked.")
                : new ProviderHealth(false, problem.Message) { Failure = problem.Kind });
    }

    // The contract knows no LoRA weights.
    private static ModelCapabilities Capabilities(ImageModel model, string id) => Contract.Capabilities with { ModelId = id };

    private static JsonBody Body(ProviderRequest request)
    {
        var body = new JsonBody();
        InputWriter.Write(body.Writer, request, Contract.Fields);
        return body;
    }

    private ProviderFailure NoEndpoint() =>
        new(
            FailureKind.Unsupported,
            $"{Name} has no endpoint: set {Section}:BaseUrl to its full address, such as https://workspace--app-function.modal.run.");

    [LoggerMessage(2200, LogLevel.Debug, "{Provider} call {JobId} is still under way; its result will be at an address of its own")]
    private partial void LogUnderWay(string provider, string jobId);
}
