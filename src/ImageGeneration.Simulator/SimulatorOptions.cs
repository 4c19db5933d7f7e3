using Microsoft.Extensions.Logging;

namespace ImageGeneration.Simulator;

/// <summary>Provides the options of an <see cref="ImageProviderSimulator"/>; every default works.</summary>
public sealed class SimulatorOptions
{
    /// <summary>Gets or sets the loopback port of the APIs. Default: 0, any free one.</summary>
    public int Port { get; set; }

    /// <summary>Gets or sets the loopback port of the output host. Default: 0, any free one.</summary>
    public int OutputPort { get; set; }

    /// <summary>
    /// Gets the API keys that are accepted, a proxy token of Modal's as <c>wk-…:ws-…</c>. Default: empty, which accepts every key but not a
    /// request without one.
    /// </summary>
    public ISet<string> ApiKeys { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Gets or sets the clock of everything timed: life cycles, sync waits, deadlines, retention, rate limits. Default: the system's.
    /// </summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets how long jobs wait and run.</summary>
    public SimulatorLatency Latency { get; set; } = new();

    /// <summary>Gets or sets the factory of the server's loggers. Default: null, none.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Gets or sets the seed of everything random (ids, seeds of images, rates of faults). Default: null, different in each
    /// run.</summary>
    public int? RandomSeed { get; set; }

    /// <summary>Gets or sets the renderer of the images. Default: null, a plain PNG placeholder, whatever format is requested; the package
    /// <c>ImageGeneration.Simulator.Artwork</c> has one that draws what the prompt asks for.</summary>
    public IImageRenderer? Renderer { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether the real rate limits of all three providers are enforced where no limit is set here.
    /// Default: false, so that load tests of an application do not run into them.
    /// </summary>
    public bool EnforceRateLimits { get; set; }

    /// <summary>
    /// Gets or sets a JSON file of fault rules, read at the start; see <see cref="FaultPlan.AddJson"/>. Default: null, none.
    /// </summary>
    public string? FaultFile { get; set; }

    /// <summary>Gets the options of Replicate.</summary>
    public ReplicateSimulatorOptions Replicate { get; } = new();

    /// <summary>Gets the options of RunPod.</summary>
    public RunPodSimulatorOptions RunPod { get; } = new();

    /// <summary>Gets the options of the Modal endpoint.</summary>
    public ModalSimulatorOptions Modal { get; } = new();

    /// <summary>Gets or sets how many requests, and how many jobs, are kept; older ones are dropped, but stay in the totals. Default:
    /// 20,000.</summary>
    public int JournalCapacity { get; set; } = 20_000;

    /// <summary>Gets or sets the number of bytes of a request body that the journal keeps. Default: 64 KiB.</summary>
    public int JournalBodyLimit { get; set; } = 64 * 1024;
}
