using ImageGeneration.Simulator.Hosting;
using ImageGeneration.Simulator.Jobs;
using ImageGeneration.Simulator.Modal;
using ImageGeneration.Simulator.Outputs;
using ImageGeneration.Simulator.Rendering;
using ImageGeneration.Simulator.Replicate;
using ImageGeneration.Simulator.RunPod;
using ImageGeneration.Simulator.Webhooks;

namespace ImageGeneration.Simulator;

/// <summary>Simulates the HTTP APIs of Replicate, RunPod and a Modal endpoint on loopback, in this process: jobs with real life cycles,
/// images that depend on prompt, seed and size, a journal of requests and bills, and faults on demand. Nothing leaves the machine and
/// nothing costs anything.</summary>
public sealed class ImageProviderSimulator : IAsyncDisposable
{
    private static readonly TimeSpan StopGrace = TimeSpan.FromMilliseconds(100);
    private readonly LoopbackServer _api;
    private readonly LoopbackServer _outputs;
    private readonly WebhookSender _webhooks;
    private readonly ReplicateApi _replicate;
    private int _stopped;

    private ImageProviderSimulator(
        LoopbackServer api,
        LoopbackServer outputs,
        WebhookSender webhooks,
        ReplicateApi replicate,
        SimulatorJournal journal,
        FaultPlan faults)
    {
        _api = api;
        _outputs = outputs;
        _webhooks = webhooks;
        _replicate = replicate;
        Journal = journal;
        Faults = faults;
        ReplicateBaseUrl = new Uri(api.Uri, "/v1");
        RunPodBaseUrl = new Uri(api.Uri, "/v2");
        ModalBaseUrl = new Uri(api.Uri, "/modal");
    }

    /// <summary>Gets the host of the APIs, such as <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri BaseUri => _api.Uri;

    /// <summary>Gets Replicate's base URL, ending in <c>/v1</c>.</summary>
    public Uri ReplicateBaseUrl { get; }

    /// <summary>Gets RunPod's base URL, ending in <c>/v2</c>; an endpoint id follows.</summary>
    public Uri RunPodBaseUrl { get; }

    /// <summary>Gets the full address of a web endpoint on Modal, like that of an application of your own.</summary>
    public Uri ModalBaseUrl { get; }

    /// <summary>Gets the host of the finished images: another port, to which no key belongs.</summary>
    public Uri OutputBaseUri => _outputs.Uri;

    /// <summary>Gets the journal of requests, jobs and bills.</summary>
    public SimulatorJournal Journal { get; }

    /// <summary>Gets the faults on demand.</summary>
    public FaultPlan Faults { get; }

    /// <summary>Gets the routes of Replicate's API.</summary>
    internal IReadOnlyList<ApiRoute> ReplicateRoutes => _replicate.Routes;

    /// <summary>Whether a webhook is on its way.</summary>
    internal bool IsSendingWebhooks => _webhooks.IsWorking;

    /// <summary>Starts a simulator on two loopback ports; dispose it to stop it.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">A token to cancel the start.</param>
    /// <exception cref="ArgumentException">An endpoint of your own runs a worker that is not known.</exception>
    /// <exception cref="IOException">A chosen port is in use, or the fault file cannot be read.</exception>
    /// <exception cref="FormatException">The fault file contains no valid fault rules; the message names the path.</exception>
    public static async Task<ImageProviderSimulator> StartAsync(
        SimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SimulatorOptions();
        RunPodEndpoints.RequireKnown(options);
        var random = SeededRandom.Create(options.RandomSeed);
        var jobs = new JobStore(options.JournalCapacity, options.TimeProvider);
        var journal = new SimulatorJournal(jobs, options.TimeProvider, options.JournalCapacity);
        var faults = new FaultPlan(random);
        if (options.FaultFile is { } file)
        {
            faults.AddJson(await File.ReadAllTextAsync(file, cancellationToken));
        }

        var scheduler = new JobScheduler(options, jobs, faults, random);
        var webhooks = new WebhookSender(options, journal, faults);
        var images = new JobImages(options.Renderer ?? new PlaceholderRenderer());
        var servers = new ApiServer(options, journal, faults);
        var outputs = await servers.StartAsync(options.OutputPort, [new OutputHost(options, jobs, images)], cancellationToken);
        try
        {
            var links = new OutputLinks(outputs.Uri);
            var replicate = new ReplicateApi(options, scheduler, links, images, webhooks);
            var runPod = new RunPodApi(options, scheduler, links, images, webhooks);
            var api = await servers.StartAsync(
                options.Port, [replicate, runPod, new ModalApi(options, scheduler, links, images)], cancellationToken);
            return new ImageProviderSimulator(api, outputs, webhooks, replicate, journal, faults);
        }
        catch
        {
            await outputs.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gets the signed address of a file uploaded to Replicate, which needs no key; null when there is no such file.</summary>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="expiry">The time at which the address expires; the file itself may be gone earlier.</param>
    public Uri? SignedFileUri(string fileId, DateTimeOffset expiry) =>
        _replicate.Files.SignedPath(fileId, expiry) is { } path ? new Uri(_api.Uri, path) : null;

    /// <summary>Stops listening and drops the requests that are still open; the journal can still be read.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
        {
            return;
        }

        _webhooks.Dispose();
        using var grace = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        grace.CancelAfter(StopGrace);
        await Task.WhenAll(_api.StopAsync(grace.Token), _outputs.StopAsync(grace.Token));
        await _api.DisposeAsync();
        await _outputs.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();
}
